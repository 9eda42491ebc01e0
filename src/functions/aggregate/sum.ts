import { BIGINT, decimal, DOUBLE, MAX_DECIMAL_PRECISION, REAL } from '../../data/types.js';
import { checkDigits } from '../decimal/arithmetic.js';
import { aggregate } from '../define.js';
import { exactSum } from '../float/exact-sum.js';
import { addToExactSum, EXACT_SUM_BYTES, mergeExactSums } from '../float/exact-sum-code.js';
import { addToWideSum, mergeWideSums, sumWords, WIDE_SUM_BYTES, wideSum } from '../decimal/wide-sum-code.js';
import { nonNull } from './non-null.js';

const doc = 'Sum of all non-NULL values, NULL when there are none. Exact; sums of REAL and DOUBLE are the exact sum rounded once.';
const add = (rows: readonly (readonly any[])[]): bigint => rows.reduce((sum, [x]) => sum + BigInt(x), 0n);

/** Sum of SMALLINT and INTEGER: BIGINT, which no number of rows that fits in memory overflows. NULL values are skipped; NULL for none. */
export const sumIntegers = (['smallint', 'integer'] as const).map((kind) =>
  aggregate({
    name: 'sum',
    args: [kind],
    returns: BIGINT,
    orderSensitive: false,
    nulls: 'skip',
    doc,
    examples:
      kind === 'integer'
        ? [
            ['sum(3)', '3'],
            ['sum(NULL::integer)', 'NULL'],
            ['sum(1.50)', '1.50'],
          ]
        : [],
    stateBytes: () => 16,
    update: (state, [x], code) => {
      code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.op('i64.extend_i32_s', x)));
      code.store('i32.store', state, code.i32(1), 8);
    },
    merge: (state, other, code) => {
      code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other)));
      code.store('i32.store', state, code.op('i32.or', code.load('i32.load', state, 8), code.load('i32.load', other, 8)), 8);
    },
    finish: (state, code) => ({ value: code.load('i64.load', state), isNull: code.op('i32.eqz', code.load('i32.load', state, 8)) }),
    evaluate: (rows) => (nonNull(rows).length === 0 ? null : add(nonNull(rows))),
  }),
);

/** Sum of BIGINT and DECIMAL(p, s): DECIMAL(38, s); 22003 when it has more digits. NULL values are skipped; NULL for none. */
export const sumDecimals = (['bigint', 'decimal'] as const).map((kind) =>
  aggregate({
    name: 'sum',
    args: [kind],
    returns: ([type]) => decimal(MAX_DECIMAL_PRECISION, type.kind === 'decimal' ? type.scale : 0),
    orderSensitive: false,
    nulls: 'skip',
    doc,
    examples: [],
    sharesStateOf: 'avg',
    stateBytes: () => WIDE_SUM_BYTES + 8,
    update: (state, [x], code) => {
      addToWideSum(code, state, x);
      code.store('i64.store', state, code.i64(1n), WIDE_SUM_BYTES);
    },
    merge: (state, other, code, types) => {
      mergeWideSums(code, state, other, sumWords(types.args[0]));
      code.store(
        'i64.store',
        state,
        code.op('i64.or', code.load('i64.load', state, WIDE_SUM_BYTES), code.load('i64.load', other, WIDE_SUM_BYTES)),
        WIDE_SUM_BYTES,
      );
    },
    finish: (state, code, types) => ({
      value: wideSum(code, state, sumWords(types.args[0])),
      isNull: code.op('i64.eqz', code.load('i64.load', state, WIDE_SUM_BYTES)),
    }),
    evaluate: (rows) => (nonNull(rows).length === 0 ? null : checkDigits(add(nonNull(rows)))),
  }),
);

/** Sum of REAL (as REAL) and DOUBLE: the exact sum, rounded once; 22003 on overflow. NULL values are skipped; NULL for none. */
export const sumFloats = (['real', 'double'] as const).map((kind) =>
  aggregate({
    name: 'sum',
    args: [kind],
    returns: kind === 'real' ? REAL : DOUBLE,
    orderSensitive: false,
    nulls: 'skip',
    doc,
    examples: [],
    sharesStateOf: 'avg',
    stateBytes: () => EXACT_SUM_BYTES,
    update: (state, [x], code) => addToExactSum(code, state, kind === 'real' ? code.op('f64.promote_f32', x) : x),
    merge: (state, other, code) => mergeExactSums(code, state, other),
    finish: (state, code) => ({
      value: code.call(kind === 'real' ? 'exact_sum_real' : 'exact_sum_double', state),
      // The flags are 0 until a value is seen.
      isNull: code.op('i32.eqz', code.load('i32.load', state)),
    }),
    evaluate: (rows) =>
      nonNull(rows).length === 0
        ? null
        : exactSum(
            nonNull(rows).map(([x]) => x),
            kind,
          ),
  }),
);
