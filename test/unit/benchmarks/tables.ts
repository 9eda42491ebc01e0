import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CsvWriter } from '../../../benchmarks/tables/csv-writer.js';
import type { GeneratedTable } from '../../../benchmarks/tables/generated-table.js';
import { csvHeader, writeTable } from '../../../benchmarks/tables/write-files.js';

/** SHA-256 of a table's CSV file. */
export function csvHash(table: GeneratedTable): string {
  const hash = createHash('sha256').update(csvHeader(table));
  const out = new CsvWriter((bytes) => hash.update(bytes));
  table.writeRows(out);
  out.flush();
  return hash.digest('hex');
}

/** Calls `use` with a temporary folder that holds the tables as Parquet files. */
export async function withParquet(tables: readonly GeneratedTable[], use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quern-data-'));
  try {
    for (const table of tables) await writeTable(table, folder, ['parquet']);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What DuckDB answers from a folder of Parquet files, named as their tables: rows of texts. */
export async function askDuckdb(folder: string, tables: readonly GeneratedTable[], queries: readonly string[]): Promise<string[][][]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const { name } of tables) await connection.run(`CREATE VIEW ${name} AS FROM '${join(folder, `${name}.parquet`)}'`);
  const answers: string[][][] = [];
  for (const query of queries) {
    const rows = (await connection.runAndReadAll(query)).getRows();
    answers.push(rows.map((row) => row.map(String)));
  }
  connection.closeSync();
  instance.closeSync();
  return answers;
}
