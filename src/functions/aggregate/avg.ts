import { DOUBLE } from '../../data/types.js';
import type { DecimalType } from '../decimal/arithmetic.js';
import { aggregate } from '../define.js';
import { exactSum } from '../float/exact-sum.js';
import { addToExactSum, EXACT_SUM_BYTES, mergeExactSums } from '../float/exact-sum-code.js';
import { ratioToDouble } from '../float/ratio.js';
import { addToWideSum, mergeWideSums, sumBytes, sumWords, wideAverage } from '../decimal/wide-sum-code.js';
import { nonNull } from './non-null.js';
import type { Code, Value } from '../code.js';

const doc = 'Mean of all non-NULL values as DOUBLE, NULL when there are none. Computed from the exact sum.';

function count(code: Code, state: Value, offset: number, by: Value): void {
  code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state, offset), by), offset);
}

/** Mean of integers and decimals: the exact sum divided by the count, rounded once to DOUBLE. NULL values are skipped; NULL for none. */
export const averageExact = (['smallint', 'integer', 'bigint', 'decimal'] as const).map((kind) =>
  aggregate({
    name: 'avg',
    args: [kind],
    returns: DOUBLE,
    orderSensitive: false,
    nulls: 'skip',
    doc,
    examples:
      kind === 'integer'
        ? [
            ['avg(3)', '3'],
            ['avg(2.5)', '2.5'],
            ['avg(NULL::integer)', 'NULL'],
          ]
        : [],
    stateBytes: ({ args: [type] }) => sumBytes(type) + 8,
    update: (state, [x], code, { args: [type] }) => {
      addToWideSum(code, state, x);
      count(code, state, sumBytes(type), code.i64(1n));
    },
    merge: (state, other, code, { args: [type] }) => {
      mergeWideSums(code, state, other, sumWords(type));
      count(code, state, sumBytes(type), code.load('i64.load', other, sumBytes(type)));
    },
    finish: (state, code, { args: [type] }) => {
      const rows = code.load('i64.load', state, sumBytes(type));
      const isNull = code.op('i64.eqz', rows);
      const divisor = code.select(isNull, code.i64(1n), rows);
      return { value: wideAverage(code, state, sumWords(type), divisor, type.kind === 'decimal' ? type.scale : 0), isNull };
    },
    evaluate: (rows, { args }) => {
      const values = nonNull(rows);
      const sum = values.reduce((total, [x]) => total + BigInt(x), 0n);
      const scale = kind === 'decimal' ? (args[0] as DecimalType).scale : 0;
      return values.length === 0 ? null : ratioToDouble(sum, BigInt(values.length) * 10n ** BigInt(scale));
    },
  }),
);

/** Mean of REAL and DOUBLE: the exact sum rounded once, divided by the count. NULL values are skipped; NULL for none. */
export const averageFloats = (['real', 'double'] as const).map((kind) =>
  aggregate({
    name: 'avg',
    args: [kind],
    returns: DOUBLE,
    orderSensitive: false,
    nulls: 'skip',
    doc,
    examples: [],
    stateBytes: () => EXACT_SUM_BYTES + 8,
    update: (state, [x], code) => {
      addToExactSum(code, state, kind === 'real' ? code.op('f64.promote_f32', x) : x);
      count(code, state, EXACT_SUM_BYTES, code.i64(1n));
    },
    merge: (state, other, code) => {
      mergeExactSums(code, state, other);
      count(code, state, EXACT_SUM_BYTES, code.load('i64.load', other, EXACT_SUM_BYTES));
    },
    finish: (state, code) => {
      const rows = code.load('i64.load', state, EXACT_SUM_BYTES);
      const mean = code.op('f64.div', code.call('exact_sum_double', state), code.op('f64.convert_i64_u', rows));
      return { value: mean, isNull: code.op('i64.eqz', rows) };
    },
    evaluate: (rows) => {
      const values = nonNull(rows).map(([x]) => x as number);
      return values.length === 0 ? null : exactSum(values, 'double') / values.length;
    },
  }),
);
