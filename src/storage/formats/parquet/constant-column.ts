import { DESCRIPTOR_CODES, DESCRIPTOR_VALIDITY, VIEW_BYTES, VIEW_INLINE_BYTES } from '../../../data/column.js';
import { unsupported } from '../../../errors.js';
import { storageOf, typeName, type SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import type { ColumnReader } from './flat-column.js';
import type { Workspace } from './workspace.js';

/** A column with one value in every row: a dictionary of one entry, and codes that are all zero. */
export function constantColumn(value: SqlValue, type: SqlType, workspace: Workspace): ColumnReader {
  const { arena, context } = workspace;
  const slot = workspace.keep(VIEW_BYTES);
  const codeBytes = context.batchRows * 4;
  const codes = workspace.keep(codeBytes);
  arena.u8.fill(0, slot, slot + VIEW_BYTES);
  arena.u8.fill(0, codes, codes + codeBytes);
  if (value !== null) storeSlot(value, type, slot, workspace);
  return {
    window(_row, _count, descriptor) {
      arena.u32[descriptor >>> 2] = slot;
      // The codes are zeros, and so a bitmap of NULLs as well.
      arena.u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = value === null ? codes : 0;
      arena.u32[(descriptor + DESCRIPTOR_CODES) >>> 2] = codes;
      arena.u32[(descriptor + 12) >>> 2] = 0;
    },
  };
}

/** Partition values and file names are of simple types. */
function storeSlot(value: SqlValue, type: SqlType, slot: number, workspace: Workspace): void {
  const { arena } = workspace;
  switch (storageOf(type)) {
    case 'i8':
      arena.u8[slot] = value === true ? 1 : 0;
      return;
    case 'i16':
      arena.view.setInt16(slot, value as number, true);
      return;
    case 'i32':
      arena.view.setInt32(slot, Number(value), true);
      return;
    case 'i64':
      arena.view.setBigInt64(slot, BigInt(value as number | bigint), true);
      return;
    case 'f32':
      arena.view.setFloat32(slot, value as number, true);
      return;
    case 'f64':
      arena.view.setFloat64(slot, value as number, true);
      return;
    case 'view':
      if (typeof value === 'string') {
        const bytes = Buffer.from(value);
        arena.view.setUint32(slot, bytes.length, true);
        if (bytes.length <= VIEW_INLINE_BYTES) {
          arena.u8.set(bytes, slot + 4);
        } else {
          const address = workspace.keep(bytes.length);
          arena.u8.set(bytes, address);
          arena.u8.set(bytes.subarray(0, 4), slot + 4);
          arena.view.setUint32(slot + 12, address, true);
        }
        return;
      }
      break;
    case 'i128':
      break;
  }
  throw unsupported(`a partition column of type ${typeName(type)}`);
}
