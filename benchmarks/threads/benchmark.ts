import type { EngineName } from '../harness/engine.js';
import { openEngine, type EngineClient } from '../harness/engine-client.js';
import { markdownTable, shown } from '../harness/markdown.js';
import { inNewWords } from '../harness/measure.js';
import { chosen, isComplete, type BenchmarkOptions } from '../harness/options.js';
import { writeResult } from '../harness/results.js';
import { geometricMean, median } from '../harness/statistics.js';
import { tpchQueries, tpchTables } from '../tpch/benchmark.js';

/** Milliseconds of every round on one thread and on several, by engine. */
export interface Speedup {
  readonly query: string;
  readonly rounds: Readonly<Partial<Record<EngineName, { readonly one: readonly number[]; readonly several: readonly number[] }>>>;
}

interface Pair {
  readonly engine: EngineName;
  readonly one: EngineClient;
  readonly several: EngineClient;
}

/** The 22 TPC-H queries on one thread and on several, each engine in two processes that compute in turn. */
export async function threads(options: BenchmarkOptions): Promise<void> {
  const { sf, rounds, warmUp, threads: count } = options;
  // Polars takes the number of its threads from its process, and is beside both in the other results.
  const engines = options.engines.filter((engine) => engine !== 'polars');
  if (engines.length === 0) throw new Error('threads are measured of quern and duckdb');
  const tables = tpchTables(options);
  const pairs: Pair[] = [];
  for (const engine of engines)
    pairs.push({ engine, one: await openEngine(engine, tables, 1), several: await openEngine(engine, tables, count) });
  const queries = chosen(tpchQueries(), options);
  const measured = queries.map(({ name }) => ({
    query: name,
    rounds: Object.fromEntries(engines.map((engine) => [engine, { one: [] as number[], several: [] as number[] }])),
  }));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [i, query] of queries.entries()) {
      const sent = inNewWords(query, round);
      for (const { engine, one, several } of pairs) {
        const times = measured[i].rounds[engine];
        const [oneMs, severalMs] = [(await one.run(sent)).elapsedMs, (await several.run(sent)).elapsedMs];
        if (round < 0) continue;
        times.one.push(oneMs);
        times.several.push(severalMs);
      }
    }
    console.error(round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`);
  }
  for (const { one, several } of pairs) for (const client of [one, several]) await client.close();
  console.log(speedupTable(measured));
  if (isComplete(options)) writeResult(`threads-sf${sf}-${count}t`, { threads: `1 and ${count}`, rounds, 'warm-up': warmUp }, measured);
}

export function speedupTable(measured: readonly Speedup[]): string {
  const engines = Object.keys(measured[0].rounds) as EngineName[];
  const ratioOf = ({ rounds }: Speedup, engine: EngineName) => median(rounds[engine]!.one) / median(rounds[engine]!.several);
  return markdownTable(
    ['query', ...engines.flatMap((engine) => [`${engine}, one thread, ms`, 'several, ms', 'times as fast'])],
    [
      ...measured.map((speedup) => [
        speedup.query,
        ...engines.flatMap((engine) => {
          const { one, several } = speedup.rounds[engine]!;
          return [shown(median(one)), shown(median(several)), shown(ratioOf(speedup, engine))];
        }),
      ]),
      [
        'geometric mean',
        ...engines.flatMap((engine) => ['', '', shown(geometricMean(measured.map((speedup) => ratioOf(speedup, engine))))]),
      ],
    ],
  );
}
