import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Table, tableToIPC, type Table as ArrowTable } from 'apache-arrow';
import * as parquetWasm from 'parquet-wasm';
import { runDuckdb } from './oracle.js';

/** A folder of its own for a test file; removed by `remove`. */
export function temporaryFolder(): { path(name: string): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'quern-parquet-'));
  return {
    path: (name) => join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a query's rows with DuckDB. */
export const copyWithDuckdb = (query: string, path: string, options = ''): Promise<void> =>
  runDuckdb(`COPY (${query}) TO '${path}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`);

/** Writes an Arrow table with parquet-wasm as the properties say. */
export function writeWithWasm(
  table: ArrowTable,
  path: string,
  properties: (builder: parquetWasm.WriterPropertiesBuilder) => parquetWasm.WriterPropertiesBuilder,
): void {
  const input = parquetWasm.Table.fromIPCStream(tableToIPC(new Table(table.batches), 'stream'));
  writeFileSync(path, parquetWasm.writeParquet(input, properties(new parquetWasm.WriterPropertiesBuilder()).build()));
}
