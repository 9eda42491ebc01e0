import { isAscii } from 'node:buffer';
import { storageOf } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import type { DetachedBatch, DetachedColumn } from './detach.js';

const SIGN_BIT = 1n << 127n;

/** A reader of one column's values by row. */
export function columnReader(column: DetachedColumn): (row: number) => SqlValue {
  const { validity } = column;
  const read = plainReader(column);
  return validity === undefined ? read : (row) => (((validity[row >>> 3] >> (row & 7)) & 1) === 1 ? read(row) : null);
}

function plainReader({ type, slots, offsets, bytes, values }: DetachedColumn): (row: number) => SqlValue {
  if (values !== undefined) return (row) => values[row];
  if (offsets !== undefined && bytes !== undefined) {
    if (type.kind === 'bytea') return (row) => bytes.slice(offsets[row], offsets[row + 1]);
    return textReader(offsets, bytes);
  }
  const view = new DataView(slots!.buffer, slots!.byteOffset, slots!.byteLength);
  const i128 = (row: number): bigint => (view.getBigInt64(16 * row + 8, true) << 64n) | view.getBigUint64(16 * row, true);
  switch (type.kind) {
    case 'boolean':
      return (row) => slots![row] !== 0;
    case 'uuid':
      return (row) => {
        const hex = (BigInt.asUintN(128, i128(row)) ^ SIGN_BIT).toString(16).padStart(32, '0');
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
      };
    case 'interval':
      return (row) => ({
        months: view.getInt32(16 * row + 12, true),
        days: view.getInt32(16 * row + 8, true),
        micros: view.getBigInt64(16 * row, true),
      });
    case 'decimal':
      switch (storageOf(type)) {
        case 'i32':
          return (row) => BigInt(view.getInt32(4 * row, true));
        case 'i64':
          return (row) => view.getBigInt64(8 * row, true);
        default:
          return i128;
      }
    default:
      switch (storageOf(type)) {
        case 'i16':
          return (row) => view.getInt16(2 * row, true);
        case 'i32':
          return (row) => view.getInt32(4 * row, true);
        case 'f32':
          return (row) => view.getFloat32(4 * row, true);
        case 'f64':
          return (row) => view.getFloat64(8 * row, true);
        default:
          return (row) => view.getBigInt64(8 * row, true);
      }
  }
}

/** From this length on a part of a string keeps all of it in memory, in V8. */
const SLICED_LENGTH = 13;

/** Short ASCII strings are cut out of one that is decoded at once. */
function textReader(offsets: Int32Array, bytes: Uint8Array<ArrayBuffer>): (row: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isAscii(buffer)) return (row) => buffer.toString('utf8', offsets[row], offsets[row + 1]);
  let all: string | undefined;
  return (row) => {
    const [start, end] = [offsets[row], offsets[row + 1]];
    if (end - start >= SLICED_LENGTH) return buffer.toString('latin1', start, end);
    return (all ??= buffer.toString('latin1')).substring(start, end);
  };
}

/** The values of a batch, row by row. */
export function* readRows({ rowCount, columns }: DetachedBatch): Generator<SqlValue[]> {
  const readers = columns.map(columnReader);
  for (let row = 0; row < rowCount; row++) {
    const values = new Array<SqlValue>(readers.length);
    for (let i = 0; i < readers.length; i++) values[i] = readers[i](row);
    yield values;
  }
}
