import { DOUBLE, REAL } from '../../data/types.js';
import { SqlError } from '../../errors.js';
import { scalar, type Example, type ScalarFunction } from '../define.js';
import type { Code, Value } from '../code.js';

type FloatKind = 'real' | 'double';

export const overflow = () => new SqlError('22003', 'value out of range: overflow');
export const underflow = () => new SqlError('22003', 'value out of range: underflow');

/** A finite computation must not overflow to infinity: 22003, as PostgreSQL's check_float8_val. */
export function checkFloat(result: number, ...args: number[]): number {
  if (!Number.isFinite(result) && !Number.isNaN(result) && args.every(Number.isFinite)) throw overflow();
  return result;
}

/** Raises when `result` is infinite although no argument is. */
export function emitOverflowCheck(kind: FloatKind, result: Value, args: readonly Value[], code: Code): Value {
  const type = kind === 'real' ? 'f32' : 'f64';
  const infinity = kind === 'real' ? code.f32(Infinity) : code.f64(Infinity);
  const isInfinite = (value: Value) => code.op(`${type}.eq`, code.op(`${type}.abs`, value), infinity);
  code.if(isInfinite(result), () => {
    const given = args.map(isInfinite).reduce((a, b) => code.op('i32.or', a, b));
    code.raiseIf(code.op('i32.eqz', given), `${kind}_out_of_range`);
  });
  return result;
}

interface FloatOperator {
  readonly doc: string;
  readonly examples?: readonly Example[];
  readonly compute: (a: number, b: number) => number;
  /** Whether a result of zero from these arguments is an underflow (22003). */
  readonly underflows?: (a: number, b: number) => boolean;
  readonly emit: (kind: FloatKind, a: Value, b: Value, code: Code) => Value;
}

/** The overloads of a binary operator for real and double. REAL results are the double result rounded to single. */
export function floatOperator(name: string, { doc, examples = [], compute, underflows, emit }: FloatOperator): readonly ScalarFunction[] {
  return (['real', 'double'] as const).map((kind) =>
    scalar({
      name,
      args: [kind, kind],
      returns: kind === 'real' ? REAL : DOUBLE,
      nulls: 'propagate',
      volatility: 'immutable',
      doc,
      examples: kind === 'double' ? examples : [],
      compile: ([a, b], code) => emitOverflowCheck(kind, emit(kind, a, b, code), [a, b], code),
      evaluate: ([a, b]) => {
        const wide = compute(a, b);
        const result = kind === 'real' ? Math.fround(wide) : wide;
        if (result === 0 && underflows?.(a, b)) throw underflow();
        return checkFloat(result, a, b);
      },
    }),
  );
}
