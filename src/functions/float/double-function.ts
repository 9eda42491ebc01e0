import { DOUBLE } from '../../data/types.js';
import { SqlError } from '../../errors.js';
import type { Code, Value } from '../code.js';
import { scalar, type Example, type ScalarFunction } from '../define.js';
import { checkFloat } from './arithmetic.js';

interface DoubleFunction {
  readonly doc: string;
  readonly examples: readonly Example[];
  readonly compute: (x: number) => number;
  readonly emit?: (x: Value, code: Code) => Value;
  /** It raises for no argument. */
  readonly total?: boolean;
  /** An infinite result for a finite argument is right, not an overflow. */
  readonly reachesInfinity?: boolean;
}

/** A function of one DOUBLE, which numbers of every type convert to. NULL for NULL; a finite argument with an infinite result raises 22003. */
export function doubleFunction(
  name: string,
  { doc, examples, compute, emit, total, reachesInfinity = false }: DoubleFunction,
): ScalarFunction {
  return scalar({
    name,
    args: ['double'],
    returns: DOUBLE,
    nulls: 'propagate',
    volatility: 'immutable',
    total,
    doc,
    examples,
    compile: emit && (([x], code) => emit(x, code)),
    evaluate: ([x]) => (reachesInfinity ? compute(x) : checkFloat(compute(x), x)),
  });
}

export const inputOutOfRange = () => new SqlError('22003', 'input is out of range');
