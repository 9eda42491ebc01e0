import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';
import { copyInto } from './copy-code.js';
import { storeSlot } from './slot-code.js';

/*
 * Bags of values in aggregate states (kernels/assembly/slot-bag.ts): all values of a group, in slots of 8 or 16 bytes of which there are five
 * kinds that kernels/assembly/sort-slots.ts orders.
 */
export const BAG_BYTES = 16;
const CURSOR = 0;
const END = 4;
const NEWEST = 8;

/** The bytes of a slot. */
const widthOf = (held: SqlType): 8 | 16 => (sortableAs(held).kind < 2 ? 8 : 16);

/** How values of a type are held so that they sort: the type whose slots they take, and the number that the sorting kernels know it by. */
export function sortableAs(type: SqlType): { readonly held: SqlType; readonly kind: number } {
  if (type.kind === 'interval') return { held: type, kind: 4 };
  switch (classOf(type)) {
    case 'i32':
    case 'i64':
      return { held: { kind: 'bigint' }, kind: 0 };
    case 'f32':
    case 'f64':
      return { held: { kind: 'double' }, kind: 1 };
    case 'i128':
      return { held: type, kind: 2 };
    case 'view':
      return { held: type, kind: 3 };
  }
}

/** A value as its sortable type holds it, and back. */
export function toSortable(code: Code, value: Value): Value {
  if (value.class === 'i32') return code.op('i64.extend_i32_s', value);
  return value.class === 'f32' ? code.op('f64.promote_f32', value) : value;
}

export function fromSortable(code: Code, type: SqlType, value: Value): Value {
  if (classOf(type) === 'i32') return code.op('i32.wrap_i64', value);
  return classOf(type) === 'f32' ? code.op('f32.demote_f64', value) : value;
}

/** Adds a non-NULL value of type `type`, with copies of what it points to in the state's region. */
export function addToBag(code: Code, type: SqlType, bag: Value, value: Value): void {
  const { held } = sortableAs(type);
  const width = code.i32(widthOf(held));
  const isFull = code.op('i32.eq', code.load('i32.load', bag, CURSOR), code.load('i32.load', bag, END));
  code.if(isFull, () => code.callVoid('bag_grow', bag, width, code.stateRegion));
  const slot = code.load('i32.load', bag, CURSOR);
  if (classOf(held) === 'view') copyInto(code, held, slot, value, code.stateRegion);
  else storeSlot(code, held, slot, toSortable(code, value));
  code.store('i32.store', bag, code.op('i32.add', slot, width), CURSOR);
}

/** Adds another bag's values behind; the other one keeps them. */
export const mergeBags = (code: Code, type: SqlType, bag: Value, other: Value): void =>
  code.callVoid('bag_merge', bag, other, code.i32(widthOf(sortableAs(type).held)), code.stateRegion);

/** Non-zero when a bag has a value. */
export const bagIsFilled = (code: Code, bag: Value): Value => code.load('i32.load', bag, NEWEST);
