import type { SqlType } from '../../data/types.js';
import type { Code, Value } from '../code.js';
import { scalar, type ScalarFunction } from '../define.js';
import { checkDigits, type DecimalType } from './arithmetic.js';

/** The types of both sides and of the result. */
interface DecimalTypes {
  readonly a: DecimalType;
  readonly b: DecimalType;
  readonly result: DecimalType;
}

interface DecimalOperator {
  readonly doc: string;
  readonly resultType: (a: DecimalType, b: DecimalType) => SqlType;
  /** In the result's scale; more than 38 digits raise 22003. */
  readonly exact: (a: bigint, b: bigint, types: DecimalTypes) => bigint;
  readonly emit: (a: Value, b: Value, code: Code, types: DecimalTypes) => Value;
}

/** An operator over decimals of any two types. NULL when either side is. */
export function decimalOperator(name: string, { doc, resultType, exact, emit }: DecimalOperator): ScalarFunction {
  return scalar({
    name,
    args: ['decimal', 'decimal'],
    returns: ([a, b]) => resultType(a as DecimalType, b as DecimalType),
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [],
    compile: ([a, b], code, { args, returns }) => emit(a, b, code, typesOf(args, returns)),
    evaluate: ([a, b], { args, returns }) => checkDigits(exact(a as bigint, b as bigint, typesOf(args, returns))),
  });
}

const typesOf = (args: readonly unknown[], returns: unknown): DecimalTypes => ({
  a: args[0] as DecimalType,
  b: args[1] as DecimalType,
  result: returns as DecimalType,
});
