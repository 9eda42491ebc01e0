import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { differenceFromAnswer } from './answer.js';
import type { TextVariant } from './texts.js';

const corpora = fileURLToPath(new URL('../../../../shared/corpora/tpch/', import.meta.url));

/** Columns that the answers show with the texts of DuckDB's generator. */
const TEXT_COLUMNS = ['s_address', 's_comment', 'c_address', 'c_comment'];
/** Query 13 counts orders without certain words in their comments. */
const TEXT_QUERY = 'q13';

/**
 * Runs the 22 queries on Parquet files with DuckDB and compares their rows with the official answers, printing a line for each. Texts that
 * are not the answers' own are left out. Returns whether everything compared is equal.
 */
export async function verifyAnswers(folder: string, scale: number, variant: TextVariant): Promise<boolean> {
  const answers = join(corpora, `answers/sf${scale}`);
  if (!existsSync(answers)) throw new Error(`no answers at ${answers}: there are some for scale factors 0.01 and 1`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const table of ['region', 'nation', 'supplier', 'part', 'customer', 'partsupp', 'orders', 'lineitem'])
    await connection.run(`CREATE VIEW ${table} AS FROM '${join(folder, `${table}.parquet`).replaceAll("'", "''")}'`);
  const ignored = variant === 'duckdb' ? [] : TEXT_COLUMNS;
  let equal = true;
  for (let i = 1; i <= 22; i++) {
    const name = `q${String(i).padStart(2, '0')}`;
    if (variant !== 'duckdb' && name === TEXT_QUERY) {
      console.log(`${name}: depends on the texts, not compared`);
      continue;
    }
    const reader = await connection.runAndReadAll(readFileSync(join(corpora, `queries/${name}.sql`), 'utf8'));
    const rows = reader.getRows().map((row) => row.map((value) => (value === null ? '' : String(value))));
    const difference = differenceFromAnswer(reader.columnNames(), rows, readFileSync(join(answers, `${name}.csv`), 'utf8'), ignored);
    console.log(`${name}: ${difference ?? `equal, ${rows.length} rows`}`);
    equal &&= difference === undefined;
  }
  connection.closeSync();
  instance.closeSync();
  return equal;
}
