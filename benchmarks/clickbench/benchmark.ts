import { queryText, tableFiles, type BenchmarkOptions } from '../harness/options.js';
import { runQueries } from '../harness/run-queries.js';

/** The 43 ClickBench queries over a table of that shape. */
export function clickbench(options: BenchmarkOptions): Promise<void> {
  const { rows, data } = options;
  const tables = tableFiles(data, `clickbench/${rows}`, ['hits'], `npm run data -- clickbench --rows ${rows}`);
  const queries = Array.from({ length: 43 }, (_, i) => `q${String(i).padStart(2, '0')}`).map((name) => ({
    name,
    sql: queryText(`clickbench/${name}.sql`),
    frame: `clickbench_${name}`,
  }));
  return runQueries(`clickbench-${rows}`, tables, queries, options);
}
