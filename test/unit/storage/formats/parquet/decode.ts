import { statSync } from 'node:fs';
import { createArena, type Arena } from '#quern/data/arena.js';
import { DESCRIPTOR_BYTES } from '#quern/data/column.js';
import { STORAGE_BYTES, storageOf, type SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { describeParquet, parquetFormat } from '#quern/storage/formats/parquet/index.js';
import type { FilePin, ParquetOptions, ScanPredicate } from '#quern/storage/formats/format.js';

export const OPTIONS: ParquetOptions = { hivePartitioning: false, unionByName: false, filenameColumn: false };

export const pinOf = (path: string): FilePin => {
  const stats = statSync(path);
  return { path, sizeBytes: stats.size, mtimeMs: stats.mtimeMs };
};

/** One arena for all tests of a process: address space is plentiful, instances are not. */
let shared: Arena | undefined;
export const testArena = (): Arena => (shared ??= createArena(1 << 30));

export interface Decoded {
  readonly names: readonly string[];
  readonly types: readonly SqlType[];
  /** By column, then by row. */
  readonly columns: SqlValue[][];
  readonly batches: number[];
}

interface DecodeOptions {
  readonly batchRows?: number;
  readonly only?: readonly string[];
  readonly predicates?: readonly ScanPredicate[];
  readonly options?: ParquetOptions;
  /** The columns that `next` loads; the others are loaded for the batches that `takes` says, in two calls. Values not loaded are undefined. */
  readonly first?: number;
  readonly takes?: (batch: number) => boolean;
}

/** Reads whole files through the format's own doors. */
export async function decodeFiles(
  paths: readonly string[],
  { batchRows = 8192, only, predicates = [], options = OPTIONS, first, takes = () => true }: DecodeOptions = {},
): Promise<Decoded> {
  const files = paths.map(pinOf);
  const table = await describeParquet(files, options);
  const source = { kind: 'parquet' as const, files, options };
  const partitions = await parquetFormat.plan(source, table.columns, predicates);
  const ordinals = table.columns.map((_, i) => i).filter((i) => only === undefined || only.includes(table.columns[i].name));
  const types = ordinals.map((i) => table.columns[i].type);
  const columns: SqlValue[][] = ordinals.map(() => []);
  const batches: number[] = [];
  const arena = testArena();
  for (const partition of partitions) {
    const region = arena.kernels.region_new(7) >>> 0;
    const descriptors = arena.kernels.region_alloc(region, DESCRIPTOR_BYTES * Math.max(1, ordinals.length)) >>> 0;
    const reader = parquetFormat.open(source, partition, ordinals, types, predicates, { arena, region, batchRows, checkCancelled() {} });
    try {
      for (let rows = reader.next(descriptors, first); rows > 0; rows = reader.next(descriptors, first)) {
        const loaded = first === undefined || takes(batches.length) ? ordinals.length : first;
        if (first !== undefined && loaded > first) {
          reader.load(descriptors, first, Math.min(first + 1, loaded));
          reader.load(descriptors, 0, loaded);
        }
        batches.push(rows);
        ordinals.forEach((ordinal, i) => {
          if (i >= loaded) return columns[i].push(...Array<SqlValue>(rows));
          const values = readColumn(arena, descriptors + DESCRIPTOR_BYTES * i, types[i], rows);
          if (!table.columns[ordinal].nullable && values.includes(null)) throw new Error(`NULL in column ${table.columns[ordinal].name}`);
          for (const value of values) columns[i].push(value);
        });
      }
    } finally {
      reader.close();
      arena.kernels.owner_free(7);
    }
  }
  return { names: ordinals.map((i) => table.columns[i].name), types, columns, batches };
}

export function readColumn(arena: Arena, descriptor: number, type: SqlType, rows: number): SqlValue[] {
  const values = arena.view.getUint32(descriptor, true);
  const validity = arena.view.getUint32(descriptor + 4, true);
  const codes = arena.view.getUint32(descriptor + 8, true);
  const width = STORAGE_BYTES[storageOf(type)];
  const result: SqlValue[] = [];
  for (let row = 0; row < rows; row++) {
    const slot = values + width * (codes === 0 ? row : arena.view.getUint32(codes + 4 * row, true));
    const value = readSlot(arena, slot, type);
    result.push(validity !== 0 && ((arena.u8[validity + (row >> 3)] >> (row & 7)) & 1) === 0 ? null : value);
  }
  return result;
}

/** The value of a slot in the representation of data/value.ts. */
export function readSlot(arena: Arena, slot: number, type: SqlType): SqlValue {
  const { view } = arena;
  switch (storageOf(type)) {
    case 'i8':
      return view.getInt8(slot) !== 0;
    case 'i16':
      return view.getInt16(slot, true);
    case 'i32':
      return type.kind === 'decimal' ? BigInt(view.getInt32(slot, true)) : view.getInt32(slot, true);
    case 'i64':
      return view.getBigInt64(slot, true);
    case 'f32':
      return view.getFloat32(slot, true);
    case 'f64':
      return view.getFloat64(slot, true);
    case 'i128': {
      const low = view.getBigUint64(slot, true);
      const high = view.getBigInt64(slot + 8, true);
      if (type.kind === 'interval')
        return { micros: BigInt.asIntN(64, low), months: Number(high >> 32n), days: Number(BigInt.asIntN(32, high)) };
      if (type.kind === 'uuid') {
        const hex = (((BigInt.asUintN(64, high) ^ (1n << 63n)) << 64n) | low).toString(16).padStart(32, '0');
        return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      }
      return (high << 64n) | low;
    }
    case 'view':
      return readView(arena, slot, type);
  }
}

function readView(arena: Arena, slot: number, type: SqlType): SqlValue {
  const { view } = arena;
  const length = view.getUint32(slot, true);
  const address = view.getUint32(slot + 12, true);
  if (type.kind === 'array' || type.kind === 'map') {
    const element: SqlType =
      type.kind === 'array'
        ? type.element
        : {
            kind: 'struct',
            fields: [
              { name: 'key', type: type.key },
              { name: 'value', type: type.value },
            ],
          };
    const validity = view.getUint32(slot + 8, true);
    return Array.from({ length }, (_, i) => {
      if (validity !== 0 && ((arena.u8[validity + (i >> 3)] >> (i & 7)) & 1) === 0) return null;
      return readSlot(arena, address + i * STORAGE_BYTES[storageOf(element)], element);
    });
  }
  if (type.kind === 'struct') {
    return type.fields.map(({ type: field }, i) =>
      view.getUint32(address + i * 32, true) === 0 ? null : readSlot(arena, address + i * 32 + 16, field),
    );
  }
  const bytes = arena.u8.slice(length <= 12 ? slot + 4 : address, (length <= 12 ? slot + 4 : address) + length);
  return type.kind === 'bytea' ? bytes : Buffer.from(bytes).toString('utf8');
}
