import type { Arena } from '../data/arena.js';
import { allocateIn, readSlot, writeSlot } from '../data/slots.js';
import { isNested, widthOf, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { DESCRIPTOR_BYTES, DESCRIPTOR_VALIDITY } from '../data/column.js';
import { CHUNK_HEADER_BYTES } from './operators/chunk-sink.js';

/** Rows of in-memory tables: chunks (kernels/assembly/chunks.ts) in a region that the table owns. */
const CHUNK_ROWS = 8192;

/** Copies columns `positions` of a query's chunks into `region`, strings and all; returns the copies' addresses. */
export function copyChunks(
  arena: Arena,
  chunks: Iterable<number>,
  types: readonly SqlType[],
  positions: readonly number[],
  region: number,
): number[] {
  const allocate = allocateIn(arena, region);
  return Array.from(chunks, (chunk) => {
    const rows = arena.u32[chunk >>> 2];
    const copy = newChunk(
      arena,
      positions.map((position) => types[position]),
      rows,
      region,
    );
    positions.forEach((position, i) => {
      const type = types[position];
      const from = chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * position;
      const to = copy + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * i;
      const [values, validity] = [arena.u32[from >>> 2], arena.u32[(from + DESCRIPTOR_VALIDITY) >>> 2]];
      const [newValues, newValidity] = [arena.u32[to >>> 2], arena.u32[(to + DESCRIPTOR_VALIDITY) >>> 2]];
      arena.u8.copyWithin(newValues, values, values + widthOf(type) * rows);
      if (validity === 0) arena.u8.fill(0xff, newValidity, newValidity + ((rows + 7) >>> 3));
      else arena.u8.copyWithin(newValidity, validity, validity + ((rows + 7) >>> 3));
      if (widthOf(type) !== 16 || !hasViews(type)) return;
      for (let row = 0; row < rows; row++) {
        const slot = newValues + 16 * row;
        if (((arena.u8[newValidity + (row >>> 3)] >> (row & 7)) & 1) === 0) continue;
        if (isNested(type)) writeSlot(arena, type, slot, readSlot(arena, type, values + 16 * row), allocate);
        else if (arena.u32[slot >>> 2] > 12) arena.kernels.view_copy(slot, values + 16 * row, region);
      }
    });
    return copy;
  });
}

const hasViews = (type: SqlType): boolean => isNested(type) || type.kind === 'text' || type.kind === 'bytea' || type.kind === 'json';

/** Writes rows into new chunks in `region`. */
export function writeChunks(arena: Arena, rows: Iterable<readonly SqlValue[]>, types: readonly SqlType[], region: number): number[] {
  const allocate = allocateIn(arena, region);
  const chunks: number[] = [];
  let pending: (readonly SqlValue[])[] = [];
  const flush = () => {
    if (pending.length === 0) return;
    const chunk = newChunk(arena, types, pending.length, region);
    types.forEach((type, i) => {
      const descriptor = chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * i;
      const values = arena.u32[descriptor >>> 2];
      const validity = arena.u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2];
      const width = widthOf(type);
      arena.u8.fill(0, values, values + width * pending.length);
      pending.forEach((row, at) => {
        if (row[i] === null) return;
        arena.u8[validity + (at >>> 3)] |= 1 << (at & 7);
        writeSlot(arena, type, values + width * at, row[i], allocate);
      });
    });
    chunks.push(chunk);
    pending = [];
  };
  for (const row of rows) {
    pending.push(row);
    if (pending.length === CHUNK_ROWS) flush();
  }
  flush();
  return chunks;
}

/** A chunk for `rows` rows whose columns may all be NULL. */
function newChunk(arena: Arena, types: readonly SqlType[], rows: number, region: number): number {
  const allocate = allocateIn(arena, region);
  const chunk = allocate(CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * types.length);
  arena.u8.fill(0, chunk, chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * types.length);
  arena.u32[chunk >>> 2] = rows;
  arena.u32[(chunk + 8) >>> 2] = rows;
  const bitmap = (rows + 7) >>> 3;
  types.forEach((type, i) => {
    const descriptor = chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * i;
    const validity = allocate(bitmap);
    arena.u8.fill(0, validity, validity + bitmap);
    arena.u32[descriptor >>> 2] = allocate(widthOf(type) * rows);
    arena.u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = validity;
  });
  return chunk;
}

/** The values of a chunk, row by row. */
export function* readChunk(arena: Arena, chunk: number, types: readonly SqlType[]): Generator<SqlValue[]> {
  const rows = arena.u32[chunk >>> 2];
  const columns = types.map((type, i) => {
    const descriptor = (chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * i) >>> 2;
    return { type, width: widthOf(type), values: arena.u32[descriptor], validity: arena.u32[descriptor + 1] };
  });
  for (let row = 0; row < rows; row++) {
    yield columns.map(({ type, width, values, validity }) =>
      validity !== 0 && ((arena.u8[validity + (row >>> 3)] >> (row & 7)) & 1) === 0 ? null : readSlot(arena, type, values + width * row),
    );
  }
}
