import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.js';
import { openDuckdb, openPolars, openQuern, type Peer } from './peers.js';
import { formatTable, writeResults } from './report.js';

const corpora = fileURLToPath(new URL('../../../shared/corpora/tpch/', import.meta.url));
const TABLES = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'];

export interface BenchmarkOptions {
  readonly threads: number;
  readonly rounds: number;
  readonly scale: string;
}

/** The 22 TPC-H queries from Parquet files, warm, planning included. */
export async function runTpch({ threads, rounds, scale }: BenchmarkOptions): Promise<void> {
  const folder = join(corpora, `data/sf${scale}`);
  if (!existsSync(folder)) throw new Error(`no TPC-H data at ${folder}`);
  const tables = Object.fromEntries(TABLES.map((table) => [table, join(folder, `${table}.parquet`)]));
  const queries = Object.fromEntries(
    Array.from({ length: 22 }, (_, i) => `q${String(i + 1).padStart(2, '0')}`).map((name) => [
      name,
      readFileSync(join(corpora, `queries/${name}.sql`), 'utf8'),
    ]),
  );
  const peers: Peer[] = [await openQuern(tables, threads), await openDuckdb(tables, threads), await openPolars(tables, threads)];
  const timings = await measure(peers, queries, rounds);
  console.log(
    formatTable(
      timings,
      peers.map(({ name }) => name),
    ),
  );
  console.log(`written to ${writeResults(`tpch-sf${scale}-${threads}t`, { threads, rounds, scale }, timings)}`);
  for (const peer of peers) await peer.close();
}
