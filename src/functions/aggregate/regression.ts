import { DOUBLE, BIGINT, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { Code, NullableValue, Value } from '../code.js';
import { aggregate, type AggregateFunction } from '../define.js';
import { exactSum, inUnits, UNIT } from '../float/exact-sum.js';
import { addExactSquare, addToExactSum, EXACT_PRODUCTS_BYTES, EXACT_SUM_BYTES, mergeExactSums } from '../float/exact-sum-code.js';
import { centeredSum, divideExact } from './moments.js';
import {
  addIntegers,
  centeredIntegers,
  countOfIntegers,
  integerMoments,
  mergeIntegers,
  sumOfIntegers,
  type Factors,
  type IntegerMoments,
} from './integer-moments.js';
import { nonNull } from './non-null.js';

/*
 * Functions of two variables (y, x), after PostgreSQL: pairs with a NULL are skipped. Each centred sum, such as Σ(x − x̄)(y − ȳ) =
 * (n·Σxy − Σx·Σy) / n, comes from exact sums and is rounded to double; the formulas below then compute in doubles.
 *
 * State: 0 count · 8 Σx · Σy · Σxx · Σyy · Σxy
 */
const X = 8;
const Y = X + EXACT_SUM_BYTES;
const XX = Y + EXACT_SUM_BYTES;
const YY = XX + EXACT_PRODUCTS_BYTES;
const XY = YY + EXACT_PRODUCTS_BYTES;
const STATE_BYTES = XY + EXACT_PRODUCTS_BYTES;

/** Sums of the pairs, computed when asked for. */
interface Sums<T> {
  readonly count: T;
  readonly meanX: () => T;
  readonly meanY: () => T;
  readonly xx: () => T;
  readonly yy: () => T;
  readonly xy: () => T;
}

/** What a formula needs of arithmetic; one instance emits code, the other computes. */
interface Arithmetic<T> {
  readonly add: (a: T, b: T) => T;
  readonly subtract: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  readonly divide: (a: T, b: T) => T;
  readonly root: (a: T) => T;
  readonly constant: (value: number) => T;
  /** `then` where the value is zero, otherwise `otherwise`. */
  readonly ifZero: (value: T, then: T, otherwise: T) => T;
}

interface Regression {
  readonly doc: string;
  readonly least: number;
  readonly formula: <T>(sums: Sums<T>, math: Arithmetic<T>) => T;
  /** NULL when this sum is zero. */
  readonly nullIfZero?: readonly ('xx' | 'yy')[];
}

const number: Arithmetic<number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  root: Math.sqrt,
  constant: (value) => value,
  ifZero: (value, then, otherwise) => (value === 0 ? then : otherwise),
};

const emitting = (code: Code): Arithmetic<Value> => ({
  add: (a, b) => code.op('f64.add', a, b),
  subtract: (a, b) => code.op('f64.sub', a, b),
  multiply: (a, b) => code.op('f64.mul', a, b),
  divide: (a, b) => code.op('f64.div', a, b),
  root: (a) => code.op('f64.sqrt', a),
  constant: (value) => code.f64(value),
  ifZero: (value, then, otherwise) => code.select(code.op('f64.eq', value, code.f64(0)), then, otherwise),
});

/** Sums that a condition and a formula ask for are computed for the first of them; the condition comes first, and its code always runs. */
function computedOnce(sums: Sums<Value>): Sums<Value> {
  const once = (compute: () => Value): (() => Value) => {
    let known: Value | undefined;
    return () => (known ??= compute());
  };
  const { count, meanX, meanY, xx, yy, xy } = sums;
  return { count, meanX: once(meanX), meanY: once(meanY), xx: once(xx), yy: once(yy), xy: once(xy) };
}

function emittedSums(code: Code, state: Value): Sums<Value> {
  const rows = code.load('i64.load', state);
  const count = code.op('f64.convert_i64_u', rows);
  const at = (offset: number): Value => code.op('i32.add', state, code.i32(offset));
  const centered = (a: number, b: number, products: number) => () =>
    code.call('exact_centered', at(a), at(b), at(products), rows, count, code.region);
  const mean = (offset: number) => () => code.op('f64.div', code.call('exact_sum_double', at(offset)), count);
  return { count, meanX: mean(X), meanY: mean(Y), xx: centered(X, X, XX), yy: centered(Y, Y, YY), xy: centered(X, Y, XY) };
}

function computedSums(pairs: readonly (readonly number[])[]): Sums<number> {
  const [ys, xs] = [pairs.map(([y]) => y), pairs.map(([, x]) => x)];
  const count = pairs.length;
  const centered = (a: readonly number[], b: readonly number[]) => () =>
    [...a, ...b].every(Number.isFinite) ? divideExact(centeredSum(a.map(inUnits), b.map(inUnits)), 2 * UNIT, count) : NaN;
  const mean = (values: readonly number[]) => () => exactSum(values, 'double') / count;
  return { count, meanX: mean(xs), meanY: mean(ys), xx: centered(xs, xs), yy: centered(ys, ys), xy: centered(xs, ys) };
}

/** Products of the arguments (y, x). */
const [INTEGERS_XX, INTEGERS_YY, INTEGERS_XY]: readonly Factors[] = [
  [1, 1],
  [0, 0],
  [1, 0],
];
const integersOf = (types: readonly SqlType[]): IntegerMoments => integerMoments(types, [INTEGERS_XX, INTEGERS_YY, INTEGERS_XY]);

function emittedIntegerSums(code: Code, state: Value, moments: IntegerMoments): Sums<Value> {
  const count = code.op('f64.convert_i64_u', countOfIntegers(code, state));
  const mean = (argument: number) => () => code.op('f64.div', sumOfIntegers(code, state, argument), count);
  const centered = (factors: Factors) => () => centeredIntegers(moments, code, state, factors, count);
  return { count, meanX: mean(1), meanY: mean(0), xx: centered(INTEGERS_XX), yy: centered(INTEGERS_YY), xy: centered(INTEGERS_XY) };
}

function regression(name: string, { doc, least, formula, nullIfZero = [] }: Regression): AggregateFunction {
  const finish = (code: Code, state: Value, sumsOf: () => Sums<Value>): NullableValue => {
    const result = code.variable('f64', code.f64(0));
    const isNull = code.variable('i32', code.op('i64.lt_u', code.load('i64.load', state), code.i64(BigInt(least))));
    code.if(code.op('i32.eqz', code.get(isNull)), () => {
      const sums = computedOnce(sumsOf());
      for (const part of nullIfZero) code.set(isNull, code.op('i32.or', code.get(isNull), code.op('f64.eq', sums[part](), code.f64(0))));
      // What is NULL must not raise: a mean may be out of range.
      code.if(code.op('i32.eqz', code.get(isNull)), () => code.set(result, formula(sums, emitting(code))));
    });
    return { value: code.get(result), isNull: code.get(isNull) };
  };
  const shared = {
    name,
    returns: DOUBLE,
    orderSensitive: false,
    doc: `${doc} Arguments (y, x); pairs with a NULL are skipped.`,
    evaluate: (rows: readonly (readonly SqlValue[])[]): number | null => {
      const pairs = nonNull(rows);
      if (pairs.length < least) return null;
      const sums = computedSums(pairs);
      return nullIfZero.some((part) => sums[part]() === 0) ? null : formula(sums, number);
    },
  };
  const overIntegers = aggregate({
    ...shared,
    nulls: 'skip',
    args: ['integer', 'integer'],
    examples: [],
    stateBytes: ({ args }) => integersOf(args).bytes,
    update: (state, args, code, types) => addIntegers(integersOf(types.args), code, state, args),
    merge: (state, other, code, types) => mergeIntegers(integersOf(types.args), code, state, other),
    finish: (state, code, types) => finish(code, state, () => emittedIntegerSums(code, state, integersOf(types.args))),
  });
  return aggregate({
    ...shared,
    nulls: 'skip',
    args: ['double', 'double'],
    overIntegers,
    examples: [[`${name}(NULL, 1)`, 'NULL']],
    stateBytes: () => STATE_BYTES,
    update: (state, [y, x], code) => {
      code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.i64(1n)));
      addToExactSum(code, state, x, X);
      addToExactSum(code, state, y, Y);
      addExactSquare(code, state, x, XX);
      addExactSquare(code, state, y, YY);
      code.callVoid('exact_product_add', code.op('i32.add', state, code.i32(XY)), x, y, code.stateRegion);
    },
    merge: (state, other, code) => {
      code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other)));
      mergeExactSums(code, state, other, X);
      mergeExactSums(code, state, other, Y);
      for (const at of [XX, YY, XY]) {
        code.callVoid(
          'exact_product_merge',
          code.op('i32.add', state, code.i32(at)),
          code.op('i32.add', other, code.i32(at)),
          code.stateRegion,
        );
      }
    },
    finish: (state, code) => finish(code, state, () => emittedSums(code, state)),
  });
}

/** Covariances, correlation and least-squares lines. NULL for too few pairs. */
export const regressions: readonly AggregateFunction[] = [
  regression('covar_pop', { doc: 'Population covariance.', least: 1, formula: (s, m) => m.divide(s.xy(), s.count) }),
  regression('covar_samp', {
    doc: 'Sample covariance.',
    least: 2,
    formula: (s, m) => m.divide(s.xy(), m.subtract(s.count, m.constant(1))),
  }),
  regression('corr', {
    doc: 'Correlation coefficient.',
    least: 1,
    nullIfZero: ['xx', 'yy'],
    formula: (s, m) => m.divide(s.xy(), m.root(m.multiply(s.xx(), s.yy()))),
  }),
  regression('regr_avgx', { doc: 'Mean of x.', least: 1, formula: (s) => s.meanX() }),
  regression('regr_avgy', { doc: 'Mean of y.', least: 1, formula: (s) => s.meanY() }),
  regression('regr_sxx', { doc: 'Sum of squares of x about its mean.', least: 1, formula: (s) => s.xx() }),
  regression('regr_syy', { doc: 'Sum of squares of y about its mean.', least: 1, formula: (s) => s.yy() }),
  regression('regr_sxy', { doc: 'Sum of products of x and y about their means.', least: 1, formula: (s) => s.xy() }),
  regression('regr_slope', {
    doc: 'Slope of the least-squares line.',
    least: 1,
    nullIfZero: ['xx'],
    formula: (s, m) => m.divide(s.xy(), s.xx()),
  }),
  regression('regr_intercept', {
    doc: 'Where the least-squares line meets x = 0.',
    least: 1,
    nullIfZero: ['xx'],
    formula: (s, m) => m.subtract(s.meanY(), m.multiply(m.divide(s.xy(), s.xx()), s.meanX())),
  }),
  regression('regr_r2', {
    doc: 'Square of the correlation coefficient; 1 when all y are equal.',
    least: 1,
    nullIfZero: ['xx'],
    formula: (s, m) => m.ifZero(s.yy(), m.constant(1), m.divide(m.divide(m.multiply(s.xy(), s.xy()), s.xx()), s.yy())),
  }),
];

/** `regr_count(y, x)`: pairs without a NULL; 0 for none. */
export const regressionCount = aggregate({
  name: 'regr_count',
  args: ['double', 'double'],
  returns: BIGINT,
  orderSensitive: false,
  nulls: 'skip',
  doc: 'Number of pairs in which neither argument is NULL.',
  examples: [
    ['regr_count(1, 2)', '1'],
    ['regr_count(NULL, 2)', '0'],
  ],
  stateBytes: () => 8,
  update: (state, _args, code) => code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.i64(1n))),
  merge: (state, other, code) =>
    code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other))),
  finish: (state, code) => ({ value: code.load('i64.load', state) }),
  evaluate: (rows) => BigInt(nonNull(rows).length),
});
