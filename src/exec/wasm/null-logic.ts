import type { SqlType } from '../../data/types.js';
import { classOf, type NullableValue, type Value } from '../../functions/code.js';
import type { Emitter } from './emitter.js';
import { zeroes } from './stage-code.js';

/** Some value of the type, for a row in which it is NULL. */
export function zeroOf(type: SqlType, code: Emitter): Value {
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
      return code.asView(zeroes(code));
  }
}

export const nullOf = (type: SqlType, code: Emitter): NullableValue => ({ value: zeroOf(type, code), isNull: code.i32(1) });

/** 1 when any flag is set; undefined when there is none. */
export function anyNull(values: readonly NullableValue[], code: Emitter): Value | undefined {
  return values.reduce<Value | undefined>(
    (flag, { isNull }) => (flag === undefined ? isNull : isNull === undefined ? flag : code.op('i32.or', flag, isNull)),
    undefined,
  );
}

/** Computes `make` only where `condition` holds; elsewhere the result is NULL. */
export function nullUnless(condition: Value, type: SqlType, code: Emitter, make: () => NullableValue): NullableValue {
  const value = code.variable(classOf(type), zeroOf(type, code));
  const isNull = code.variable('i32', code.i32(1));
  code.if(condition, () => {
    const made = make();
    code.set(value, made.value);
    code.set(isNull, made.isNull ?? code.i32(0));
  });
  return { value: code.get(value), isNull: code.get(isNull) };
}

/** 1 when the boolean is TRUE: NULL counts as FALSE. */
export const isTrue = ({ value, isNull }: NullableValue, code: Emitter): Value =>
  isNull === undefined ? value : code.op('i32.and', value, code.op('i32.eqz', isNull));
