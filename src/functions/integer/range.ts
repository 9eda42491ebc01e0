import type { SqlType, TypeKind } from '../../data/types.js';
import { outOfRange } from '../../errors.js';
import type { RaiseName } from '../../kernels/raise.js';
import type { Code, Value } from '../code.js';

export type IntegerKind = 'smallint' | 'integer' | 'bigint';
export const INTEGER_KINDS: readonly IntegerKind[] = ['smallint', 'integer', 'bigint'];

const BITS: Readonly<Record<IntegerKind, number>> = { smallint: 16, integer: 32, bigint: 64 };

export const typeOf = (kind: IntegerKind): SqlType => ({ kind });
export const rangeError = (kind: IntegerKind): RaiseName => `${kind}_out_of_range`;
export const leastOf = (kind: IntegerKind): bigint => -(1n << BigInt(BITS[kind] - 1));

/** The exact result as a value of the type (number, or bigint for bigint); 22003 when it does not fit. */
export function toInteger(kind: IntegerKind, exact: bigint): number | bigint {
  if (BigInt.asIntN(BITS[kind], exact) !== exact) throw outOfRange(kind);
  return kind === 'bigint' ? exact : Number(exact);
}

/** Raises unless an i32 that holds the exact result lies within a smallint. */
export function checkSmallint(code: Code, exact: Value): Value {
  code.raiseIf(code.op('i32.ne', code.op('i32.extend16_s', exact), exact), 'smallint_out_of_range');
  return exact;
}

/** The low word of an exact i64 result; raises when that is not all of it. */
export function narrowToInteger(code: Code, exact: Value): Value {
  const low = code.op('i32.wrap_i64', exact);
  code.raiseIf(code.op('i64.ne', code.op('i64.extend_i32_s', low), exact), 'integer_out_of_range');
  return low;
}

export const isIntegerKind = (kind: TypeKind): kind is IntegerKind => kind in BITS;
