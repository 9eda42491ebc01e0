import { decimal, DOUBLE } from '../../data/types.js';
import { isNegative, isZero } from '../decimal/code.js';
import { scalar } from '../define.js';

const doc = 'Sign of the argument: -1, 0 or 1.';

/** sign() of a double; NaN for NaN. NULL for NULL. */
export const signOfDouble = scalar({
  name: 'sign',
  args: ['double'],
  returns: DOUBLE,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc,
  examples: [
    ['sign(-8.4)', '-1'],
    ['sign(0)', '0'],
    ['sign(NULL)', 'NULL'],
  ],
  compile: ([x], code) => {
    const zero = code.f64(0);
    const sign = code.op('f64.copysign', code.f64(1), x);
    // −0 gives 0, NaN gives itself.
    return code.select(code.op('f64.eq', x, zero), zero, code.select(code.op('f64.eq', x, x), sign, x));
  },
  evaluate: ([x]) => (x === 0 ? 0 : Math.sign(x)),
});

/** sign() of a decimal, as DECIMAL(1,0). NULL for NULL. */
export const signOfDecimal = scalar({
  name: 'sign',
  args: ['decimal'],
  returns: decimal(1, 0),
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc,
  examples: [],
  compile: ([x], code) => {
    const sign = code.select(isNegative(code, x), code.i64(-1n), code.i64(1n));
    return code.select(isZero(code, x), code.i64(0n), sign);
  },
  evaluate: ([x]) => (x === 0n ? 0n : x < 0n ? -1n : 1n),
});
