import { scalar, type Example, type ScalarFunction } from '../define.js';
import type { Code, Value } from '../code.js';
import { checkSmallint, INTEGER_KINDS, toInteger, typeOf, type IntegerKind } from './range.js';

interface IntegerOperator {
  readonly doc: string;
  readonly examples?: readonly Example[];
  readonly exact: (a: bigint, b: bigint) => bigint;
  readonly emit: (kind: IntegerKind, a: Value, b: Value, code: Code) => Value;
}

/** The overloads of a binary operator for smallint, integer and bigint: both sides and the result have one type, and overflow raises 22003. */
export function integerOperator(name: string, { doc, examples = [], exact, emit }: IntegerOperator): readonly ScalarFunction[] {
  return INTEGER_KINDS.map((kind) =>
    scalar({
      name,
      args: [kind, kind],
      returns: typeOf(kind),
      nulls: 'propagate',
      volatility: 'immutable',
      doc,
      examples: kind === 'integer' ? examples : [],
      compile: ([a, b], code) => emit(kind, a, b, code),
      evaluate: ([a, b]) => toInteger(kind, exact(BigInt(a), BigInt(b))),
    }),
  );
}

/** a + b or a − b: overflow shows in the sign bits, (a ^ r) & (b ^ r) for a sum and (a ^ b) & (a ^ r) for a difference. */
export function emitAddOrSubtract(operator: 'add' | 'sub', kind: IntegerKind, a: Value, b: Value, code: Code): Value {
  if (kind === 'smallint') return checkSmallint(code, code.op(`i32.${operator}`, a, b));
  const type = kind === 'integer' ? 'i32' : 'i64';
  const result = code.op(`${type}.${operator}`, a, b);
  const other = operator === 'add' ? result : a;
  const signs = code.op(`${type}.and`, code.op(`${type}.xor`, a, result), code.op(`${type}.xor`, b, other));
  const zero = kind === 'integer' ? code.i32(0) : code.i64(0n);
  code.raiseIf(code.op(`${type}.lt_s`, signs, zero), kind === 'integer' ? 'integer_out_of_range' : 'bigint_out_of_range');
  return result;
}
