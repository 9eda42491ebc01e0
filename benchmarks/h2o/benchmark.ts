import { queryText, tableFiles, type BenchmarkOptions } from '../harness/options.js';
import { runQueries } from '../harness/run-queries.js';

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}_q${String(i + 1).padStart(2, '0')}`);

/** The 10 group-by and 5 join queries of the H2O database benchmark. */
export function h2o(options: BenchmarkOptions): Promise<void> {
  const { rows, data } = options;
  const tables = tableFiles(data, `h2o/${rows}`, ['x_group', 'x', 'small', 'medium', 'big'], `npm run data -- h2o --rows ${rows}`);
  const queries = [...numbered('group', 10), ...numbered('join', 5)].map((name) => ({
    name,
    sql: queryText(`h2o/select_${name}.sql`),
    frame: name,
  }));
  return runQueries(`h2o-${rows}`, tables, queries, options);
}
