import { DOUBLE, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { Code, NullableValue, Value } from '../code.js';
import type { DecimalType } from '../decimal/arithmetic.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { inUnits, UNIT } from '../float/exact-sum.js';
import { addExactSquare, addToExactSum, EXACT_PRODUCTS_BYTES, EXACT_SUM_BYTES, mergeExactSums } from '../float/exact-sum-code.js';
import { addIntegers, centeredIntegers, countOfIntegers, integerMoments, mergeIntegers, type Factors } from './integer-moments.js';
import { nonNull } from './non-null.js';

/*
 * Variances and their roots from exact sums of x and x²: n·Σx² − (Σx)² is exact, rounded to double, and divided once by n(n − 1) or n². So the
 * order and partitions of rows change nothing, and equal values have a variance of exactly 0.
 */

/** The square of the only argument. */
const SQUARE: Factors = [0, 0];
/** State over BIGINT and decimals: 0 count · 8 Σx · 32 Σx² · 72 scratch. */
const MOMENTS_BYTES = 112;
/** State over floats: 0 count · 8 Σx · 32 Σx². */
const SUM_AT = 8;
const SQUARES_AT = SUM_AT + EXACT_SUM_BYTES;
const FLOAT_BYTES = SQUARES_AT + EXACT_PRODUCTS_BYTES;

/** An exact whole number × 2^unit ÷ divisor: rounded to double, then divided, as kernels/assembly/moments.ts does. */
export function divideExact(value: bigint, unit: number, divisor: number): number {
  if (value === 0n) return 0;
  const magnitude = value < 0n ? -value : value;
  const drop = magnitude.toString(2).length - 64;
  const top = drop > 0 ? magnitude >> BigInt(drop) : magnitude << BigInt(-drop);
  const sticky = drop > 0 && (magnitude & ((1n << BigInt(drop)) - 1n)) !== 0n ? 1n : 0n;
  let quotient = Number(top | sticky) / divisor;
  let scale = drop + unit;
  while (scale > 1000) [quotient, scale] = [quotient * 2 ** 1000, scale - 1000];
  while (scale < -1000) [quotient, scale] = [quotient * 2 ** -1000, scale + 1000];
  quotient *= 2 ** scale;
  return value < 0n ? -quotient : quotient;
}

/** n·Σxy − Σx·Σy of whole numbers. */
export function centeredSum(xs: readonly bigint[], ys: readonly bigint[]): bigint {
  const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
  return BigInt(xs.length) * sum(xs.map((x, i) => x * ys[i])) - sum(xs) * sum(ys);
}

const unscale = (type: SqlType): number => (type.kind === 'decimal' ? 10 ** (2 * (type as DecimalType).scale) : 1);

export interface Moment {
  readonly doc: string;
  readonly examples: readonly Example[];
  /** 0: divides by n², 1: by n(n − 1), and a single value gives NULL. */
  readonly lost: 0 | 1;
  readonly root: boolean;
}

/** One of the variance family over all numbers, as DOUBLE. NULL values are skipped; NULL for too few. */
export function moment(name: string, { doc, examples, lost, root }: Moment): readonly AggregateFunction[] {
  const result = (code: Code, count: Value, compute: (divisor: Value) => Value): NullableValue => {
    const rows = code.op('f64.convert_i64_u', count);
    const value = compute(code.op('f64.mul', rows, code.op('f64.sub', rows, code.f64(lost))));
    return { value: root ? code.op('f64.sqrt', value) : value, isNull: code.op('i64.le_u', count, code.i64(BigInt(lost))) };
  };
  const reference = (count: number, compute: (divisor: number) => number): number | null => {
    if (count <= lost) return null;
    const variance = compute(count * (count - lost));
    return root ? Math.sqrt(variance) : variance;
  };
  const exactly = (rows: readonly (readonly SqlValue[])[], type: SqlType): number | null => {
    const values = nonNull(rows).map(([x]) => BigInt(x));
    return reference(values.length, (divisor) => divideExact(centeredSum(values, values), 0, divisor * unscale(type)));
  };
  const integers = (['smallint', 'integer'] as const).map((kind) => {
    const moments = integerMoments([{ kind }], [SQUARE]);
    return aggregate({
      name,
      args: [kind],
      returns: DOUBLE,
      orderSensitive: false,
      nulls: 'skip',
      doc,
      examples: kind === 'integer' ? examples : [],
      stateBytes: () => moments.bytes,
      update: (state, args, code) => addIntegers(moments, code, state, args),
      merge: (state, other, code) => mergeIntegers(moments, code, state, other),
      finish: (state, code) =>
        result(code, countOfIntegers(code, state), (divisor) => centeredIntegers(moments, code, state, SQUARE, divisor)),
      evaluate: (rows, { args: [type] }) => exactly(rows, type),
    });
  });
  const wide = (['bigint', 'decimal'] as const).map((kind) =>
    aggregate({
      name,
      args: [kind],
      returns: DOUBLE,
      orderSensitive: false,
      nulls: 'skip',
      doc,
      examples: [],
      stateBytes: () => MOMENTS_BYTES,
      update: (state, [x], code) => {
        code.callVoid('moments_add', state, x.class === 'i128' ? x : code.pair(x, code.op('i64.shr_s', x, code.i64(63n))));
      },
      merge: (state, other, code) => code.callVoid('moments_merge', state, other),
      finish: (state, code, types) =>
        result(code, code.load('i64.load', state), (divisor) => {
          const scaled = code.op('f64.mul', divisor, code.f64(unscale(types.args[0])));
          return code.call('moments_centered', state, scaled, code.region);
        }),
      evaluate: (rows, { args: [type] }) => exactly(rows, type),
    }),
  );
  const floats = (['real', 'double'] as const).map((kind) =>
    aggregate({
      name,
      args: [kind],
      returns: DOUBLE,
      orderSensitive: false,
      nulls: 'skip',
      doc,
      examples: [],
      stateBytes: () => FLOAT_BYTES,
      update: (state, [value], code) => {
        const x = kind === 'real' ? code.op('f64.promote_f32', value) : value;
        code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.i64(1n)));
        addToExactSum(code, state, x, SUM_AT);
        addExactSquare(code, state, x, SQUARES_AT);
      },
      merge: (state, other, code) => {
        code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other)));
        mergeExactSums(code, state, other, SUM_AT);
        code.callVoid(
          'exact_product_merge',
          code.op('i32.add', state, code.i32(SQUARES_AT)),
          code.op('i32.add', other, code.i32(SQUARES_AT)),
          code.stateRegion,
        );
      },
      finish: (state, code) =>
        result(code, code.load('i64.load', state), (divisor) => {
          const count = code.load('i64.load', state);
          const [sum, squares] = [SUM_AT, SQUARES_AT].map((at) => code.op('i32.add', state, code.i32(at)));
          return code.call('exact_centered', sum, sum, squares, count, divisor, code.region);
        }),
      evaluate: (rows) => {
        const values = nonNull(rows).map(([x]) => x as number);
        return reference(values.length, (divisor) => {
          if (!values.every(Number.isFinite)) return NaN;
          const units = values.map(inUnits);
          return divideExact(centeredSum(units, units), 2 * UNIT, divisor);
        });
      },
    }),
  );
  return [...integers, ...wide, ...floats];
}
