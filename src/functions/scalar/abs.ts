import { DOUBLE, REAL } from '../../data/types.js';
import { isNegative, negate } from '../decimal/code.js';
import { scalar } from '../define.js';
import { checkSmallint, INTEGER_KINDS, leastOf, rangeError, toInteger, typeOf } from '../integer/range.js';

const doc = 'Absolute value. The least integer has none: 22003.';
const magnitude = (a: bigint): bigint => (a < 0n ? -a : a);

/** abs() of numbers. NULL for NULL. */
export const absIntegers = INTEGER_KINDS.map((kind) =>
  scalar({
    name: 'abs',
    args: [kind],
    returns: typeOf(kind),
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples:
      kind === 'integer'
        ? [
            ['abs(-3)', '3'],
            ['abs(-2.50)', '2.50'],
            ['abs(NULL)', 'NULL'],
          ]
        : [],
    compile: ([a], code) => {
      const type = kind === 'bigint' ? 'i64' : 'i32';
      const least = kind === 'bigint' ? code.i64(leastOf(kind)) : code.i32(Number(leastOf(kind)));
      if (kind !== 'smallint') code.raiseIf(code.op(`${type}.eq`, a, least), rangeError(kind));
      const sign = kind === 'bigint' ? code.op('i64.shr_s', a, code.i64(63n)) : code.op('i32.shr_s', a, code.i32(31));
      const result = code.op(`${type}.sub`, code.op(`${type}.xor`, a, sign), sign);
      return kind === 'smallint' ? checkSmallint(code, result) : result;
    },
    evaluate: ([a]) => toInteger(kind, magnitude(BigInt(a))),
  }),
);

export const absFloats = (['real', 'double'] as const).map((kind) =>
  scalar({
    name: 'abs',
    args: [kind],
    returns: kind === 'real' ? REAL : DOUBLE,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc,
    examples: [],
    compile: ([a], code) => code.op(kind === 'real' ? 'f32.abs' : 'f64.abs', a),
    evaluate: ([a]) => Math.abs(a),
  }),
);

export const absDecimal = scalar({
  name: 'abs',
  args: ['decimal'],
  returns: ([a]) => a,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc,
  examples: [],
  compile: ([a], code) => code.select(isNegative(code, a), negate(code, a), a),
  evaluate: ([a]) => magnitude(a),
});
