import { decimal, DOUBLE, MAX_DECIMAL_PRECISION, type SqlType } from '../../data/types.js';
import type { Code, Value } from '../code.js';
import { toClassOf, toWide } from '../decimal/code.js';
import type { DecimalType } from '../decimal/arithmetic.js';
import { scalar, type Example, type ScalarFunction } from '../define.js';

/** DECIMAL with the whole digits of a type, and one more for a carry. */
export function wholeType(type: SqlType, carry: 0 | 1 = 1): SqlType {
  const { precision, scale } = type as DecimalType;
  return decimal(Math.min(MAX_DECIMAL_PRECISION, Math.max(1, precision - scale + (scale > 0 ? carry : 0))), 0);
}

const OPERATION = { '-1': 'floor', 0: 'trunc', 1: 'ceil' } as const;

/** value ÷ 10^digits rounded down (−1), toward zero (0) or up (1). */
export function divideToward(value: bigint, digits: number, direction: -1 | 0 | 1): bigint {
  const power = 10n ** BigInt(digits);
  const quotient = value / power;
  if (value % power === 0n || direction === 0 || direction < 0 !== value < 0n) return quotient;
  return quotient + BigInt(direction);
}

/** The same in generated code, over i64 or i128; `from` is the value's type and `to` the result's. */
export function emitDivideToward(code: Code, value: Value, digits: number, direction: -1 | 0 | 1, to: DecimalType): Value {
  if (digits === 0) return toClassOf(code, value, to);
  const wide = toWide(code, value);
  return toClassOf(code, code.call128('decimal_truncate', wide, code.i32(digits), code.i32(direction)), to);
}

/** floor, ceil and the like, over DOUBLE and DECIMAL. NULL for NULL. */
export function toWhole(name: string, direction: -1 | 1, doc: string, examples: readonly Example[]): readonly ScalarFunction[] {
  const operation = OPERATION[`${direction}`];
  return [
    scalar({
      name,
      args: ['double'],
      returns: DOUBLE,
      nulls: 'propagate',
      volatility: 'immutable',
      total: true,
      doc,
      examples,
      compile: ([x], code) => code.op(`f64.${operation}`, x),
      evaluate: ([x]) => Math[operation](x),
    }),
    scalar({
      name,
      args: ['decimal'],
      returns: ([type]) => wholeType(type),
      nulls: 'propagate',
      volatility: 'immutable',
      doc,
      examples: [],
      compile: ([x], code, types) =>
        emitDivideToward(code, x, (types.args[0] as DecimalType).scale, direction, types.returns as DecimalType),
      evaluate: ([x], { args }) => divideToward(x, (args[0] as DecimalType).scale, direction),
    }),
  ];
}
