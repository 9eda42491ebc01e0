import { BIGINT, decimal, DOUBLE, MAX_DECIMAL_PRECISION, REAL } from '../../data/types.js';
import { checkDigits } from '../decimal/arithmetic.js';
import { aggregate } from '../define.js';
import { exactSum } from '../float/exact-sum.js';
import { addToExactSum, EXACT_SUM_BYTES, mergeExactSums } from '../float/exact-sum-code.js';
import { addToWideSum, mergeWideSums, sumBytes, sumWords, wideSum } from '../decimal/wide-sum-code.js';
import { nonNull } from './non-null.js';

const doc = 'Sum of all non-NULL values, NULL when there are none. Exact; sums of REAL and DOUBLE are the exact sum rounded once.';
const add = (rows: readonly (readonly any[])[]): bigint => rows.reduce((sum, [x]) => sum + BigInt(x), 0n);

/*
 * The state of a sum of SMALLINT or INTEGER is one word: 0 before the first value, then the sum less the least BIGINT, which is no sum: it
 * would take 2^32 values.
 */
const LEAST = -(1n << 63n);

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
    stateBytes: () => 8,
    update: (state, [x], code) => {
      const word = code.load('i64.load', state);
      const sum = code.select(code.op('i64.eqz', word), code.i64(LEAST), word);
      code.store('i64.store', state, code.op('i64.add', sum, code.op('i64.extend_i32_s', x)));
    },
    merge: (state, other, code) => {
      const [word, added] = [state, other].map((address) => code.load('i64.load', address));
      const eitherUnset = code.op('i32.or', code.op('i64.eqz', word), code.op('i64.eqz', added));
      code.store(
        'i64.store',
        state,
        code.op('i64.add', code.op('i64.add', word, added), code.select(eitherUnset, code.i64(0n), code.i64(LEAST))),
      );
    },
    finish: (state, code) => {
      const word = code.load('i64.load', state);
      return { value: code.op('i64.add', word, code.i64(LEAST)), isNull: code.op('i64.eqz', word) };
    },
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
    stateBytes: ({ args: [type] }) => sumBytes(type) + 8,
    update: (state, [x], code, { args: [type] }) => {
      addToWideSum(code, state, x);
      code.store('i64.store', state, code.i64(1n), sumBytes(type));
    },
    merge: (state, other, code, { args: [type] }) => {
      mergeWideSums(code, state, other, sumWords(type));
      const [seen, added] = [state, other].map((address) => code.load('i64.load', address, sumBytes(type)));
      code.store('i64.store', state, code.op('i64.or', seen, added), sumBytes(type));
    },
    finish: (state, code, { args: [type] }) => ({
      value: wideSum(code, state, sumWords(type)),
      isNull: code.op('i64.eqz', code.load('i64.load', state, sumBytes(type))),
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
      isNull: code.op('i32.eqz', code.load('i32.load16_u', state)),
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
