import { isNested, widthOf, type SqlType } from '../../data/types.js';
import type { Value } from '../../functions/code.js';
import { compare, equals } from './compare.js';
import type { Emitter } from './emitter.js';
import type { Constant } from './frame.js';

/** From so many literals on a search is cheaper than comparing with each, and its code does not grow with them. */
const SEARCHED = 8;

/** 1 when a non-NULL value equals one of the constants, none of which is NULL. */
export function isAmong(type: SqlType, value: Value, constants: readonly Constant[], code: Emitter): Value {
  if (constants.length >= SEARCHED && !isNested(type)) return search(type, value, constants, code);
  const found = code.variable('i32', code.i32(0));
  for (const constant of constants)
    code.if(code.op('i32.eqz', code.get(found)), () => code.set(found, equals(type, value, code.constant(constant), code)));
  return code.get(found);
}

/** Binary search among the sorted constants, side by side in the frame. */
function search(type: SqlType, value: Value, constants: readonly Constant[], code: Emitter): Value {
  const width = widthOf(type);
  const offset = code.layout.reserve(width * constants.length, { kind: 'sorted', type, constants });
  const base = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(offset)));
  const found = code.variable('i32', code.i32(0));
  const low = code.variable('i32', code.i32(0));
  const high = code.variable('i32', code.i32(constants.length));
  code.while(
    () => code.op('i32.lt_u', code.get(low), code.get(high)),
    () => {
      const middle = code.op('i32.shr_u', code.op('i32.add', code.get(low), code.get(high)), code.i32(1));
      const slot = code.op('i32.add', base, code.op('i32.mul', middle, code.i32(width)));
      const order = compare(type, value, code.loadSlot(type, slot), code);
      code.if(
        order,
        () =>
          code.if(
            code.op('i32.lt_s', order, code.i32(0)),
            () => code.set(high, middle),
            () => code.set(low, code.op('i32.add', middle, code.i32(1))),
          ),
        () => {
          code.set(found, code.i32(1));
          code.set(low, code.get(high));
        },
      );
    },
  );
  return code.get(found);
}
