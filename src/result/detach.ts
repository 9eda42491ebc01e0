import type { Arena } from '../data/arena.js';
import { DESCRIPTOR_BYTES, DESCRIPTOR_VALIDITY } from '../data/column.js';
import { readSlot } from '../data/slots.js';
import { isNested, storageOf, widthOf, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { CHUNK_HEADER_BYTES } from '../exec/operators/chunk-sink.js';
import {
  BLOCK_BYTES,
  BLOCK_COLUMN_WORDS,
  BLOCK_COLUMNS,
  BLOCK_LENGTH,
  BLOCK_ROWS,
  BLOCK_VALIDITY,
  BLOCK_VALUES,
  type ResultBlock,
} from '../exec/result-block.js';

/**
 * A column of a result outside the arena. `validity` is Arrow's bitmap, undefined when nothing is NULL. Fixed-width types have their slots
 * in `slots` (data/types.ts `storageOf`), strings have Arrow's offsets and bytes, nested types their values.
 */
export interface DetachedColumn {
  readonly type: SqlType;
  readonly rowCount: number;
  readonly validity: Uint8Array | undefined;
  readonly slots?: Uint8Array<ArrayBuffer>;
  readonly offsets?: Int32Array<ArrayBuffer>;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly values?: readonly SqlValue[];
}

export interface DetachedBatch {
  readonly rowCount: number;
  readonly columns: readonly DetachedColumn[];
}

/** The rows of a block, its columns in the order of `positions`; copies nothing. */
export function openBlock(block: ResultBlock, types: readonly SqlType[], positions: readonly number[]): DetachedBatch {
  const words = new Uint32Array(block, 0, BLOCK_COLUMNS + BLOCK_COLUMN_WORDS * types.length);
  const rowCount = words[BLOCK_ROWS];
  const columns = types.map((type, i): DetachedColumn => {
    const first = BLOCK_COLUMNS + BLOCK_COLUMN_WORDS * i;
    const [validity, values] = [words[first + BLOCK_VALIDITY], words[first + BLOCK_VALUES]];
    const shared = { type, rowCount, validity: validity === 0 ? undefined : new Uint8Array(block, validity, (rowCount + 7) >>> 3) };
    if (storageOf(type) !== 'view') return { ...shared, slots: new Uint8Array(block, values, widthOf(type) * rowCount) };
    const bytes = new Uint8Array(block, words[first + BLOCK_BYTES], words[first + BLOCK_LENGTH]);
    return { ...shared, offsets: new Int32Array(block, values, rowCount + 1), bytes };
  });
  return { rowCount, columns: positions.map((position) => columns[position]) };
}

/** Copies a chunk out of the arena, its columns in the order of `positions`. */
export function detachChunk(arena: Arena, chunk: number, types: readonly SqlType[], positions: readonly number[]): DetachedBatch {
  const rowCount = arena.u32[chunk >>> 2];
  const detached = types.map((type, i) => detachColumn(arena, chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * i, type, rowCount));
  return { rowCount, columns: positions.map((position) => detached[position]) };
}

function detachColumn(arena: Arena, descriptor: number, type: SqlType, rowCount: number): DetachedColumn {
  const values = arena.u32[descriptor >>> 2];
  const bitmap = arena.u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2];
  const validity = bitmap === 0 ? undefined : arena.u8.slice(bitmap, bitmap + ((rowCount + 7) >>> 3));
  const isValid = (row: number) => validity === undefined || ((validity[row >>> 3] >> (row & 7)) & 1) === 1;
  const shared = { type, rowCount, validity };
  if (isNested(type))
    return {
      ...shared,
      values: Array.from({ length: rowCount }, (_, row) => (isValid(row) ? readSlot(arena, type, values + 16 * row) : null)),
    };
  if (storageOf(type) !== 'view') return { ...shared, slots: copy(arena.u8, values, widthOf(type) * rowCount) };

  const offsets = new Int32Array(rowCount + 1);
  for (let row = 0; row < rowCount; row++) offsets[row + 1] = offsets[row] + (isValid(row) ? arena.u32[(values + 16 * row) >>> 2] : 0);
  const bytes = new Uint8Array(offsets[rowCount]);
  for (let row = 0; row < rowCount; row++) {
    const length = offsets[row + 1] - offsets[row];
    if (length === 0) continue;
    const slot = values + 16 * row;
    const start = length <= 12 ? slot + 4 : arena.u32[(slot + 12) >>> 2];
    bytes.set(arena.u8.subarray(start, start + length), offsets[row]);
  }
  return { ...shared, offsets, bytes };
}

function copy(source: Uint8Array, start: number, length: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(length);
  target.set(source.subarray(start, start + length));
  return target;
}
