import { STORAGE_BYTES, storageOf, type SqlType } from '../../data/types.js';
import { classOf, type Code, type NullableValue, type Value } from '../code.js';
import { copyInto } from './copy-code.js';
import { loadSlot, storeSlot } from './slot-code.js';

/*
 * Lists of slots in aggregate states (kernels/assembly/aggregate-lists.ts), as the type's columns have them.
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
