import { DOUBLE, REAL } from '../../data/types.js';
import { negate } from '../decimal/code.js';
import { scalar } from '../define.js';
import { INTEGER_KINDS, checkSmallint, leastOf, rangeError, toInteger, typeOf } from '../integer/range.js';

const doc = 'Negation. The least integer has no opposite: 22003.';

/** Unary `-`. NULL for NULL. */
export const negateIntegers = INTEGER_KINDS.map((kind) =>
  scalar({
    name: '-',
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    args: [kind],
    returns: typeOf(kind),
    examples:
      kind === 'integer'
        ? [
            ['-(1)', '-1'],
            ['-(-2.5)', '2.5'],
            ['-(NULL::integer)', 'NULL'],
          ]
        : [],
    compile: ([a], code) => {
      const type = kind === 'bigint' ? 'i64' : 'i32';
      const zero = kind === 'bigint' ? code.i64(0n) : code.i32(0);
      const result = code.op(`${type}.sub`, zero, a);
      if (kind === 'smallint') return checkSmallint(code, result);
      const least = kind === 'bigint' ? code.i64(leastOf(kind)) : code.i32(Number(leastOf(kind)));
      code.raiseIf(code.op(`${type}.eq`, a, least), rangeError(kind));
      return result;
    },
    evaluate: ([a]) => toInteger(kind, -BigInt(a)),
  }),
);

export const negateFloats = (['real', 'double'] as const).map((kind) =>
  scalar({
    name: '-',
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    args: [kind],
    returns: kind === 'real' ? REAL : DOUBLE,
    total: true,
    examples: [],
    compile: ([a], code) => code.op(kind === 'real' ? 'f32.neg' : 'f64.neg', a),
    evaluate: ([a]) => -a,
  }),
);

export const negateDecimal = scalar({
  name: '-',
  nulls: 'propagate',
  volatility: 'immutable',
  doc,
  args: ['decimal'],
  returns: ([a]) => a,
  total: true,
  examples: [],
  compile: ([a], code) => negate(code, a),
  evaluate: ([a]) => -a,
});
