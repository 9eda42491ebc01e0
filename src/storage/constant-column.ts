import type { Arena } from '../data/arena.js';
import { DESCRIPTOR_CODES, DESCRIPTOR_VALIDITY, DESCRIPTOR_VALUES } from '../data/column.js';
import { allocateIn, writeSlot } from '../data/slots.js';
import { widthOf, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import type { ReadContext } from './formats/format.js';

/** A column whose every row has one value, as a dictionary of that value. */
export interface ConstantColumn {
  readonly values: number;
  readonly validity: number;
  readonly codes: number;
}

/** Constant columns for batches of up to `context.batchRows` rows, allocated in the context's region. */
export function createConstants(
  { arena, region, batchRows }: ReadContext,
  wanted: readonly { readonly type: SqlType; readonly value: SqlValue }[],
): ConstantColumn[] {
  if (wanted.length === 0) return [];
  const allocate = allocateIn(arena, region);
  const zeros = (bytes: number): number => {
    const address = allocate(bytes);
    arena.u8.fill(0, address, address + bytes);
    return address;
  };
  const codes = zeros(batchRows * 4 + 16);
  return wanted.map(({ type, value }) => {
    const values = zeros(widthOf(type) + 16);
    if (value === null) return { values, validity: codes, codes }; // all bits zero: every row is NULL
    writeSlot(arena, type, values, value, allocate);
    return { values, validity: 0, codes };
  });
}

/** Writes a constant's descriptor. */
export function describeConstant(arena: Arena, descriptor: number, { values, validity, codes }: ConstantColumn): void {
  arena.u32[(descriptor + DESCRIPTOR_VALUES) >>> 2] = values;
  arena.u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = validity;
  arena.u32[(descriptor + DESCRIPTOR_CODES) >>> 2] = codes;
  arena.u32[(descriptor + 12) >>> 2] = 0;
}
