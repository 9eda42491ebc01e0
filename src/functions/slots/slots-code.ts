import { STORAGE_BYTES, storageOf, type SqlType } from '../../data/types.js';
import { classOf, type Code, type NullableValue, type Value } from '../code.js';
import { copyInto } from './copy-code.js';
import { loadSlot, storeSlot } from './slot-code.js';

/*
 * Lists of slots in aggregate states (kernels/assembly/aggregate-lists.ts). A plain list has the slots of its type's columns; a sortable one
 * has wider ones, one of five kinds that kernels/assembly/sort-slots.ts orders.
 */
export const SLOTS_BYTES = 24;

const slotBytes = (type: SqlType): number => STORAGE_BYTES[storageOf(type)];

/** Appends a value, with copies of what it points to in the state's region. */
export function pushSlot(code: Code, type: SqlType, list: Value, { value, isNull }: NullableValue): void {
  const valid = isNull === undefined ? code.i32(1) : code.op('i32.eqz', isNull);
  const slot = code.call('slots_push', list, code.i32(slotBytes(type)), valid, code.stateRegion);
  const put = (): void => {
    if (classOf(type) === 'view') copyInto(code, type, slot, value, code.stateRegion);
    else storeSlot(code, type, slot, value);
  };
  if (isNull === undefined) put();
  else code.if(valid, put, () => storeSlot(code, type, slot, emptyOf(code, type)));
}

/** What a slot of a NULL value holds. */
function emptyOf(code: Code, type: SqlType): Value {
  switch (classOf(type)) {
    case 'i32':
      return code.i32(0);
    case 'i64':
      return code.i64(0n);
    case 'f32':
      return code.f32(0);
    case 'f64':
      return code.f64(0);
    case 'i128':
      return code.i128(0n);
    case 'view':
      return code.text('');
  }
}

/** Appends copies of another list's slots. */
export function mergeSlots(code: Code, type: SqlType, list: Value, other: Value): void {
  const count = code.load('i32.load', other, 4);
  const i = code.variable('i32', code.i32(0));
  code.while(
    () => code.op('i32.lt_u', code.get(i), count),
    () => {
      const slot = code.op('i32.add', code.load('i32.load', other), code.op('i32.mul', code.get(i), code.i32(slotBytes(type))));
      const byte = code.load(
        'i32.load8_u',
        code.op('i32.add', code.load('i32.load', other, 12), code.op('i32.shr_u', code.get(i), code.i32(3))),
      );
      const bit = code.op('i32.and', code.op('i32.shr_u', byte, code.op('i32.and', code.get(i), code.i32(7))), code.i32(1));
      pushSlot(code, type, list, { value: loadSlot(code, type, slot), isNull: code.op('i32.eqz', bit) });
      code.set(i, code.op('i32.add', code.get(i), code.i32(1)));
    },
  );
}

/** The number of slots in a list. */
export const slotCount = (code: Code, list: Value): Value => code.load('i32.load', list, 4);

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
