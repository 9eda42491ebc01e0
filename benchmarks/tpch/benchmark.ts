import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpora, tableFiles, type BenchmarkOptions } from '../harness/options.js';
import { runQueries } from '../harness/run-queries.js';

export const TPCH_TABLES = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'];

/** The 22 TPC-H queries from Parquet files, warm, planning included. */
export function tpch(options: BenchmarkOptions): Promise<void> {
  const { sf, data } = options;
  const tables = tableFiles(data, `tpch/sf${sf}`, TPCH_TABLES, `npm run data -- tpch --sf ${sf}`);
  const queries = Array.from({ length: 22 }, (_, i) => `q${String(i + 1).padStart(2, '0')}`).map((name) => ({
    name,
    sql: readFileSync(join(corpora, `tpch/queries/${name}.sql`), 'utf8'),
    frame: `tpch_${name}`,
  }));
  return runQueries(`tpch-sf${sf}`, tables, queries, options);
}
