import { comparisonTable } from './comparison-table.js';
import type { Query, TableFiles } from './engine.js';
import { isAccepted, measure } from './measure.js';
import { chosen, isComplete, type BenchmarkOptions } from './options.js';
import { writeResult } from './results.js';

/** Measures the chosen queries, prints the table and, when none was left out, stores the result. */
export async function runQueries(name: string, tables: TableFiles, queries: readonly Query[], options: BenchmarkOptions): Promise<void> {
  const { threads, rounds, warmUp, engines, repeat = false } = options;
  const measured = await measure(tables, chosen(queries, options), { engines, threads, rounds, warmUp, repeat });
  console.log(comparisonTable(measured));
  if (isComplete(options)) writeResult(`${name}-${threads}t${repeat ? '-repeated' : ''}`, { threads, rounds, 'warm-up': warmUp }, measured);
  if (!measured.queries.every(isAccepted)) process.exitCode = 1;
}
