import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const queries = fileURLToPath(new URL('../../../../shared/corpora/clickbench/', import.meta.url));

/** Runs the 43 queries on a Parquet file with DuckDB, printing each one's number of rows. Returns whether all have some. */
export async function verifyRows(folder: string): Promise<boolean> {
  if (!existsSync(queries)) throw new Error(`no queries at ${queries}`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`CREATE VIEW hits AS FROM '${join(folder, 'hits.parquet').replaceAll("'", "''")}'`);
  let complete = true;
  for (let i = 0; i < 43; i++) {
    const name = `q${String(i).padStart(2, '0')}`;
    const { currentRowCount } = await connection.runAndReadAll(readFileSync(join(queries, `${name}.sql`), 'utf8'));
    console.log(`${name}: ${currentRowCount} rows`);
    complete &&= currentRowCount > 0;
  }
  connection.closeSync();
  instance.closeSync();
  return complete;
}
