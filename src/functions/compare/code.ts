import { STORAGE_BYTES, storageOf, type SqlType } from '../../data/types.js';
import { classOf, type Code, type Value, type Variable } from '../code.js';
import { loadSlot } from '../slots/slot-code.js';
import { elementOf, isBytes } from '../slots/view-types.js';

/*
 * Comparison of two non-NULL values of one type in generated code, by PostgreSQL's order: NaN equals NaN and is above all numbers, strings
 * compare by bytes, intervals by their length, arrays and structs element by element with NULL above every value. Equal to compareValues.
 */

const and = (code: Code, a: Value, b: Value): Value => code.op('i32.and', a, b);
const or = (code: Code, a: Value, b: Value): Value => code.op('i32.or', a, b);
const not = (code: Code, a: Value): Value => code.op('i32.eqz', a);

/** Whether comparing values of this type is a few instructions that cannot fail for any bits. */
export const comparesInline = (type: SqlType): boolean => classOf(type) !== 'view';

/** a = b as i32 0 or 1. */
export function emitEqual(code: Code, type: SqlType, a: Value, b: Value): Value {
  if (type.kind === 'interval') return not(code, emitCompare(code, type, a, b));
  switch (classOf(type)) {
    case 'i32':
      return code.op('i32.eq', a, b);
    case 'i64':
      return code.op('i64.eq', a, b);
    case 'f32':
      return or(code, code.op('f32.eq', a, b), and(code, code.op('f32.ne', a, a), code.op('f32.ne', b, b)));
    case 'f64':
      return or(code, code.op('f64.eq', a, b), and(code, code.op('f64.ne', a, a), code.op('f64.ne', b, b)));
    case 'i128': {
      const differing = code.op('i64.or', code.op('i64.xor', code.low(a), code.low(b)), code.op('i64.xor', code.high(a), code.high(b)));
      return code.op('i64.eqz', differing);
    }
    case 'view':
      return isBytes(type) ? emitEqualBytes(code, a, b) : not(code, emitCompare(code, type, a, b));
  }
}

/** Length and the bytes in the views decide most comparisons; only long strings with the same beginning need a call. */
function emitEqualBytes(code: Code, a: Value, b: Value): Value {
  const [left, right] = [code.addressOf(a), code.addressOf(b)];
  const result = code.variable('i32', code.op('i64.eq', code.load('i64.load', left), code.load('i64.load', right)));
  code.if(code.get(result), () => {
    code.set(result, code.op('i64.eq', code.load('i64.load', left, 8), code.load('i64.load', right, 8)));
    const differs = not(code, code.get(result));
    code.if(and(code, differs, code.op('i32.gt_u', code.load('i32.load', left), code.i32(12))), () =>
      code.set(result, code.call('view_equal', a, b)),
    );
  });
  return code.get(result);
}

/** a < b as i32 0 or 1. */
export function emitLess(code: Code, type: SqlType, a: Value, b: Value): Value {
  if (type.kind === 'interval') return code.op('i32.lt_s', emitCompare(code, type, a, b), code.i32(0));
  switch (classOf(type)) {
    case 'i32':
      return code.op('i32.lt_s', a, b);
    case 'i64':
      return code.op('i64.lt_s', a, b);
    case 'f32':
      return or(code, code.op('f32.lt', a, b), and(code, code.op('f32.eq', a, a), code.op('f32.ne', b, b)));
    case 'f64':
      return or(code, code.op('f64.lt', a, b), and(code, code.op('f64.eq', a, a), code.op('f64.ne', b, b)));
    case 'i128': {
      const sameHigh = and(code, code.op('i64.eq', code.high(a), code.high(b)), code.op('i64.lt_u', code.low(a), code.low(b)));
      return or(code, code.op('i64.lt_s', code.high(a), code.high(b)), sameHigh);
    }
    case 'view':
      return code.op('i32.lt_s', emitCompare(code, type, a, b), code.i32(0));
  }
}

/** Negative, 0 or positive as i32. */
export function emitCompare(code: Code, type: SqlType, a: Value, b: Value): Value {
  if (type.kind === 'interval') return code.call('interval_compare', a, b);
  if (classOf(type) !== 'view') return code.op('i32.sub', emitLess(code, type, b, a), emitLess(code, type, a, b));
  if (isBytes(type)) return code.call('view_compare', a, b);
  const result = code.variable('i32', code.i32(0));
  const x = code.addressOf(a);
  const y = code.addressOf(b);
  if (type.kind === 'struct') {
    for (const [i, field] of type.fields.entries()) {
      code.if(not(code, code.get(result)), () => {
        const left = code.op('i32.add', code.load('i32.load', x, 12), code.i32(i * 32));
        const right = code.op('i32.add', code.load('i32.load', y, 12), code.i32(i * 32));
        compareNullable(
          code,
          field.type,
          result,
          code.load('i32.load', left),
          code.load('i32.load', right),
          () => loadSlot(code, field.type, left, 16),
          () => loadSlot(code, field.type, right, 16),
        );
      });
    }
    return code.get(result);
  }
  compareLists(code, elementOf(type), result, x, y);
  return code.get(result);
}

/** Sets `result` to the order of two values that may be NULL; the flags are 1 when they are not. */
function compareNullable(code: Code, type: SqlType, result: Variable, aValid: Value, bValid: Value, a: () => Value, b: () => Value): void {
  code.if(
    and(code, aValid, bValid),
    () => code.set(result, emitCompare(code, type, a(), b())),
    () => code.set(result, code.op('i32.sub', bValid, aValid)),
  );
}

function compareLists(code: Code, element: SqlType, result: Variable, x: Value, y: Value): void {
  const width = STORAGE_BYTES[storageOf(element)];
  const xCount = code.load('i32.load', x);
  const yCount = code.load('i32.load', y);
  const i = code.variable('i32', code.i32(0));
  const inBoth = () => and(code, code.op('i32.lt_u', code.get(i), xCount), code.op('i32.lt_u', code.get(i), yCount));
  code.while(
    () => and(code, inBoth(), not(code, code.get(result))),
    () => {
      const at = (list: Value) => code.op('i32.add', code.load('i32.load', list, 12), code.op('i32.mul', code.get(i), code.i32(width)));
      compareNullable(
        code,
        element,
        result,
        elementIsValid(code, x, code.get(i)),
        elementIsValid(code, y, code.get(i)),
        () => loadSlot(code, element, at(x)),
        () => loadSlot(code, element, at(y)),
      );
      code.set(i, code.op('i32.add', code.get(i), code.i32(1)));
    },
  );
  code.if(not(code, code.get(result)), () => {
    code.set(result, code.op('i32.sub', code.op('i32.gt_u', xCount, yCount), code.op('i32.lt_u', xCount, yCount)));
  });
}

/** 1 when element `i` of an array is not NULL. */
export function elementIsValid(code: Code, list: Value, i: Value): Value {
  const bitmap = code.load('i32.load', list, 8);
  const valid = code.variable('i32', code.i32(1));
  code.if(bitmap, () => {
    const byte = code.load('i32.load8_u', code.op('i32.add', bitmap, code.op('i32.shr_u', i, code.i32(3))));
    code.set(valid, and(code, code.op('i32.shr_u', byte, and(code, i, code.i32(7))), code.i32(1)));
  });
  return code.get(valid);
}
