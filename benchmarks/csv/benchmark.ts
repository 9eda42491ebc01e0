import { tableFiles, type BenchmarkOptions } from '../harness/options.js';
import { runQueries } from '../harness/run-queries.js';

/** Two columns of a CSV file, and all of them into a table in memory. */
export function csv(options: BenchmarkOptions): Promise<void> {
  const { sf, data } = options;
  const tables = tableFiles(data, `tpch/sf${sf}`, ['lineitem'], `npm run data -- tpch --sf ${sf} --format both`, 'csv');
  const queries = [
    { name: 'sum of a column', sql: 'SELECT count(*) AS row_count, sum(l_quantity) AS quantity FROM lineitem', frame: 'csv_sum' },
    { name: 'load all columns', sql: 'CREATE TABLE loaded AS SELECT * FROM lineitem', frame: 'csv_load', undo: 'DROP TABLE loaded' },
  ];
  return runQueries(`csv-sf${sf}`, tables, queries, options);
}
