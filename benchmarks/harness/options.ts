import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES, type EngineName, type Query, type TableFiles } from './engine.js';

/** What the command line gives a benchmark. */
export interface BenchmarkOptions {
  readonly threads: number;
  readonly rounds: number;
  /**
   * Rounds before these that count for nothing: what engines keep is there after the first, but code that is compiled as it is used takes longer to
   * be at its best, and the compiler's threads take processor time from the queries meanwhile.
   */
  readonly warmUp: number;
  readonly engines: readonly EngineName[];
  /** Send the same text in every round. */
  readonly repeat?: boolean;
  /** Scale factor of TPC-H tables. */
  readonly sf: string;
  /** Rows of the ClickBench and H2O tables, as `1e7`. */
  readonly rows: string;
  /** Folder of the tables instead of the one that `npm run data` writes. */
  readonly data?: string;
  /** Only queries whose number is in the list. */
  readonly queries?: readonly number[];
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Query texts, which are not the project's own and lie beside its clone. */
const corpora = join(repository, '../shared/corpora');

/** The text of a query in `../shared/corpora`. */
export function queryText(path: string): string {
  const file = join(corpora, path);
  if (!existsSync(file))
    throw new Error(`there is no ${file}: the queries' texts are not part of the project and are read from ../shared/corpora`);
  return readFileSync(file, 'utf8');
}

/** Whether a result may take the place of the stored one: all queries, the tables that the names say, beside all peers. */
export const isComplete = ({ queries, data, engines }: BenchmarkOptions): boolean =>
  queries === undefined && data === undefined && ENGINES.every((engine) => engines.includes(engine));

/** The tables' files; `command` is said to write what is missing. */
export function tableFiles(
  folder: string | undefined,
  written: string,
  names: readonly string[],
  command: string,
  format = 'parquet',
): TableFiles {
  const at = folder ?? join(repository, 'benchmarks/data', written);
  const tables = Object.fromEntries(names.map((name) => [name, join(at, `${name}.${format}`)]));
  const missing = Object.values(tables).find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`there is no ${missing}: run \`${command}${folder === undefined ? '' : ` --out ${folder}`}\``);
  return tables;
}

/** The queries whose number, the last in their name, was asked for. */
export function chosen(queries: readonly Query[], { queries: numbers }: BenchmarkOptions): readonly Query[] {
  if (numbers === undefined) return queries;
  const numberOf = ({ name }: Query) => Number(/\d+$/.exec(name)?.[0]);
  const unknown = numbers.find((number) => !queries.some((query) => numberOf(query) === number));
  if (unknown !== undefined)
    throw new Error(`there is no query ${unknown}: the numbers are those at the ends of ${queries.map(({ name }) => name).join(', ')}`);
  return queries.filter((query) => numbers.includes(numberOf(query)));
}
