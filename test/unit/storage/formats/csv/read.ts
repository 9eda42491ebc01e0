import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createArena, type Arena } from '#quern/data/arena.js';
import { readSlot } from '#quern/data/slots.js';
import { widthOf, type SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { openPartition, planTable } from './scan.js';
import { openFiles, type OpenOptions } from '#quern/storage/open.js';
import type { ScanPartition, ScanSource } from '#quern/storage/formats/format.js';

let shared: Arena | undefined;
export const testArena = (): Arena => (shared ??= createArena(256 << 20));

/** A folder that goes when the process's test is over. */
export function withFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'csv-'));
  const clean = (): void => rmSync(folder, { recursive: true });
  let result: Result;
  try {
    result = use(folder);
  } catch (error) {
    clean();
    throw error;
  }
  if (result instanceof Promise) return result.finally(clean) as Result;
  clean();
  return result;
}

export interface Table {
  readonly names: readonly string[];
  readonly types: readonly SqlType[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** All rows of partitions, batch by batch. */
export function readPartitions(
  source: ScanSource,
  partitions: readonly ScanPartition[],
  ordinals: readonly number[],
  types: readonly SqlType[],
  batchRows: number,
  onRow: (row: SqlValue[]) => void,
): void {
  const arena = testArena();
  const descriptors = arena.kernels.block_alloc(7, 65536) >>> 0;
  try {
    for (const partition of partitions) {
      const region = arena.kernels.region_new(8) >>> 0;
      const reader = openPartition(source, partition, ordinals, types, { arena, region, batchRows, checkCancelled() {} });
      for (let count = reader.next(descriptors); count > 0; count = reader.next(descriptors)) {
        for (let row = 0; row < count; row++) onRow(ordinals.map((_, i) => valueAt(arena, descriptors + i * 16, types[i], row)));
      }
      reader.close();
      arena.kernels.region_free(region);
    }
  } finally {
    arena.kernels.owner_free(7);
    arena.kernels.owner_free(8);
  }
}

function valueAt(arena: Arena, descriptor: number, type: SqlType, row: number): SqlValue {
  const [values, validity, codes] = arena.u32.subarray(descriptor >>> 2, (descriptor >>> 2) + 3);
  if (validity !== 0 && (arena.u8[validity + (row >>> 3)] & (1 << (row & 7))) === 0) return null;
  const slot = codes === 0 ? row : arena.u32[(codes >>> 2) + row];
  return readSlot(arena, type, values + slot * widthOf(type));
}

/** Opens paths and reads them whole. */
export async function readTable(paths: readonly string[], options: OpenOptions = {}, batchRows = 1000): Promise<Table> {
  const { columns, source } = await openFiles(paths, options);
  const rows: SqlValue[][] = [];
  const types = columns.map(({ type }) => type);
  readPartitions(
    source,
    await planTable(source, columns),
    columns.map((_, i) => i),
    types,
    batchRows,
    (row) => rows.push(row),
  );
  return { names: columns.map(({ name }) => name), types, rows };
}

/** Reads a text as a file of its own. */
export const readText = (text: string | Uint8Array, options: OpenOptions = {}, batchRows = 1000, name = 'test.csv'): Promise<Table> =>
  withFolder((folder) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return readTable([path], options, batchRows).catch((error: Error) => {
      error.message = error.message.replaceAll(`${dirname(path)}/`, '');
      throw error;
    });
  });
