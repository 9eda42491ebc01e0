import type { Query, TableFiles } from '../harness/engine.js';
import { queryText, tableFiles, type BenchmarkOptions } from '../harness/options.js';
import { runQueries } from '../harness/run-queries.js';

export const TPCH_TABLES = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'];

export const tpchTables = ({ sf, data }: BenchmarkOptions): TableFiles =>
  tableFiles(data, `tpch/sf${sf}`, TPCH_TABLES, `npm run data -- tpch --sf ${sf}`);

export const tpchQueries = (): readonly Query[] =>
  Array.from({ length: 22 }, (_, i) => `q${String(i + 1).padStart(2, '0')}`).map((name) => ({
    name,
    sql: queryText(`tpch/queries/${name}.sql`),
    frame: `tpch_${name}`,
  }));

/** The 22 TPC-H queries from Parquet files, warm, planning included. */
export const tpch = (options: BenchmarkOptions): Promise<void> =>
  runQueries(`tpch-sf${options.sf}`, tpchTables(options), tpchQueries(), options);
