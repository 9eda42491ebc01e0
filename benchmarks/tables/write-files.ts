import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CsvWriter } from './csv-writer.js';
import type { GeneratedTable } from './generated-table.js';

export type FileFormat = 'parquet' | 'csv';

/** What one table became: its rows, and the size of its files by format. */
export interface WrittenTable {
  readonly name: string;
  readonly rowCount: number;
  readonly sizeBytes: Readonly<Partial<Record<FileFormat, number>>>;
  readonly seconds: number;
}

/** Rows of a Parquet row group: what DuckDB writes by default. */
const ROW_GROUP_ROWS = 122_880;

/**
 * Writes one table to `<folder>/<name>.csv`, `.parquet` or both. Rows are streamed to the CSV file, which DuckDB converts and which is
 * removed if it is not asked for, so memory does not grow with the table.
 */
export async function writeTable(table: GeneratedTable, folder: string, formats: readonly FileFormat[]): Promise<WrittenTable> {
  const started = performance.now();
  mkdirSync(folder, { recursive: true });
  const csvPath = join(folder, `${table.name}.csv`);
  const parquetPath = join(folder, `${table.name}.parquet`);
  const rowCount = writeCsv(table, csvPath);
  const sizeBytes: Partial<Record<FileFormat, number>> = {};
  if (formats.includes('parquet')) {
    await convertToParquet(table, csvPath, parquetPath);
    sizeBytes.parquet = statSync(parquetPath).size;
  }
  if (formats.includes('csv')) sizeBytes.csv = statSync(csvPath).size;
  else rmSync(csvPath);
  return { name: table.name, rowCount, sizeBytes, seconds: (performance.now() - started) / 1000 };
}

function writeCsv(table: GeneratedTable, path: string): number {
  const file = openSync(path, 'w');
  try {
    writeSync(file, csvHeader(table));
    const out = new CsvWriter((bytes) => {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    });
    table.writeRows(out);
    out.flush();
    return out.rowCount;
  } finally {
    closeSync(file);
  }
}

/** The first line of a table's CSV file. */
export const csvHeader = (table: GeneratedTable): string => `${Object.keys(table.columns).join(',')}\n`;

/** Snappy and dictionaries, rows in the order of the CSV file: DuckDB's defaults, stated. */
async function convertToParquet(table: GeneratedTable, csvPath: string, parquetPath: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = Object.entries(table.columns).map(([name, type]) => `${quote(name)}: ${quote(type)}`);
  await connection.run(
    `COPY (FROM read_csv(${quote(csvPath)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '\\N',
       columns = {${columns.join(', ')}}))
     TO ${quote(parquetPath)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
  );
  connection.closeSync();
  instance.closeSync();
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
