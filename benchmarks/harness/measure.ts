import { differenceOf } from './compare-answers.js';
import { COMPARED_ROWS, sqlOf, type Answer, type EngineName, type Query, type TableFiles } from './engine.js';
import { openEngine, type EngineClient } from './engine-client.js';

/** What one query took on every engine. */
export interface Measurement {
  readonly query: string;
  /** Milliseconds of every round, or why the engine is left out. */
  readonly rounds: Partial<Record<EngineName, number[] | string>>;
  /** `equal`, `not compared`, or what differs from DuckDB's answer; a LIMIT may leave rows open. */
  readonly answer: string;
  /** What differs from Polars' answer where a LIMIT leaves rows open. */
  readonly polarsAnswer?: string;
}

export interface Measured {
  readonly versions: Readonly<Partial<Record<EngineName, string>>>;
  /** Largest resident memory of each engine's process. */
  readonly peakBytes: Readonly<Partial<Record<EngineName, number>>>;
  readonly queries: readonly Measurement[];
}

export interface MeasureOptions {
  readonly engines: readonly EngineName[];
  readonly threads: number;
  readonly rounds: number;
  /** Rounds before these that count for nothing. */
  readonly warmUp: number;
  /** Sends the same text in every round, so that an engine that keeps plans may use them; otherwise no text is sent twice. */
  readonly repeat: boolean;
}

/**
 * First every query's answers, which are compared. Then the rounds: each runs all queries, each on all engines in turn, so that a change of the
 * machine's speed meets all engines and is spread over the queries. Each round begins with another engine: the first may have to wait for a file.
 */
export async function measure(
  tables: TableFiles,
  queries: readonly Query[],
  { engines, threads, rounds, warmUp, repeat }: MeasureOptions,
): Promise<Measured> {
  const clients: EngineClient[] = [];
  for (const engine of engines) clients.push(await openEngine(engine, tables, threads));
  const measurements: Measurement[] = [];
  for (const query of queries) {
    const measurement = await compareAnswers(clients, query);
    measurements.push(measurement);
    const answered = clients.filter(({ name }) => typeof measurement.rounds[name] === 'object').map(({ name }) => name);
    const open = measurement.polarsAnswer === undefined ? '' : `; polars: ${measurement.polarsAnswer}`;
    console.error(`${query.name}: ${verdictOf(measurement)} (${answered.join(', ')})${open}`);
  }
  for (let round = -warmUp; round < rounds; round++) {
    const first = (round + warmUp) % clients.length;
    const turns = [...clients.slice(first), ...clients.slice(0, first)];
    for (const [i, query] of queries.entries()) {
      const sent = repeat ? query : inNewWords(query, round);
      for (const client of turns) {
        const times = measurements[i].rounds[client.name];
        if (typeof times !== 'object') continue;
        const { elapsedMs } = await client.run(sent);
        if (round >= 0) times.push(elapsedMs);
      }
    }
    if (round < 0) continue;
    console.error(`round ${round + 1} of ${rounds}: ${totalsOf(clients, measurements, round)}`);
  }
  const peakBytes: Partial<Record<EngineName, number>> = {};
  for (const client of clients) peakBytes[client.name] = await client.close();
  return { versions: Object.fromEntries(clients.map(({ name, version }) => [name, version])), peakBytes, queries: measurements };
}

/** Whether nothing is wrong with Quern's answer as far as it was compared. */
export const isAccepted = ({ answer }: Measurement): boolean => /^equal$|^not compared$|\(LIMIT\)$/.test(answer);

function verdictOf(measurement: Measurement): string {
  const { answer } = measurement;
  if (!isAccepted(measurement)) return `ANSWERS DIFFER: ${answer}`;
  return answer.endsWith('(LIMIT)') ? `differs, as the LIMIT allows: ${answer}` : answer;
}

async function compareAnswers(clients: readonly EngineClient[], query: Query): Promise<Measurement> {
  const times: Measurement['rounds'] = {};
  const answers = new Map<EngineName, Answer>();
  for (const client of clients) {
    try {
      answers.set(client.name, await answerOf(client, query));
      times[client.name] = [];
    } catch (error) {
      times[client.name] = (error as Error).message;
    }
  }
  const polarsAnswer = comparePolars(query, answers, times);
  return { query: query.name, rounds: times, answer: await compare(clients, query, answers), ...(polarsAnswer && { polarsAnswer }) };
}

/** What each engine took for the queries of a round that it runs. */
function totalsOf(clients: readonly EngineClient[], measurements: readonly Measurement[], round: number): string {
  return clients
    .map(({ name }) => {
      const times = measurements.flatMap(({ rounds: { [name]: list } }) => (typeof list === 'object' ? [list[round]] : []));
      return `${name} ${times.reduce((sum, ms) => sum + ms, 0).toFixed(0)} ms (${times.length} queries)`;
    })
    .join(', ');
}

/** The query in a text that was not sent before, so that no kept plan serves it. */
export function inNewWords(query: Query, round: number): Query {
  const renew = (sql: string) => `${sql}\n-- ${round}`;
  const { sql } = query;
  if (typeof sql === 'string') return { ...query, sql: renew(sql) };
  return { ...query, sql: Object.fromEntries(Object.entries(sql).map(([engine, text]) => [engine, renew(text)])) };
}

const answerOf = async (client: EngineClient, query: Query): Promise<Answer> => (await client.run(query, true)).answer!;

const hasLimit = (query: Query): boolean => /\blimit\b/i.test(sqlOf(query, 'quern'));

/** Leaves out Polars where it gives another answer than Quern; what differs where a LIMIT leaves rows open, though not how many. */
function comparePolars(query: Query, answers: ReadonlyMap<EngineName, Answer>, times: Measurement['rounds']): string | undefined {
  const [own, polars] = [answers.get('quern'), answers.get('polars')];
  if (query.undo !== undefined || own === undefined || polars === undefined) return undefined;
  const difference = differenceOf(own, polars);
  if (difference === undefined) return undefined;
  if (hasLimit(query) && own.rowCount === polars.rowCount && own.columns.length === polars.columns.length) return `${difference} (LIMIT)`;
  times.polars = `another answer: ${difference}`;
  return undefined;
}

/** Compares Quern's answer with DuckDB's. */
async function compare(clients: readonly EngineClient[], query: Query, answers: ReadonlyMap<EngineName, Answer>): Promise<string> {
  // A query that is undone leaves a table, not rows.
  if (query.undo !== undefined) return 'not compared';
  const [own, duckdb] = [answers.get('quern'), answers.get('duckdb')];
  if (own === undefined || duckdb === undefined) return 'not compared';
  const difference = differenceOf(own, duckdb);
  if (difference !== undefined) return hasLimit(query) ? `${difference} (LIMIT)` : difference;
  if (own.rowCount <= COMPARED_ROWS) return 'equal';
  const sums = [];
  for (const client of clients.filter(({ name }) => name !== 'polars')) sums.push(await answerOf(client, sumsOf(query, own)));
  return differenceOf(sums[0], sums[1]) ?? 'equal';
}

/** A query for the sums of a large answer's columns, or how many values a column has that is no number. */
function sumsOf(query: Query, { columns }: Answer): Query {
  const names = columns.map((_, i) => `c${i}`);
  const items = columns.map(({ isNumber }, i) => (isNumber ? `sum(${names[i]})` : `count(${names[i]})`));
  const wrap = (sql: string) => `SELECT ${items.join(', ')} FROM (${sql}) AS answer(${names.join(', ')})`;
  return { name: query.name, sql: { quern: wrap(sqlOf(query, 'quern')), duckdb: wrap(sqlOf(query, 'duckdb')) } };
}
