import { divisionByZero } from '../../errors.js';
import { toClassOf, toWide } from '../decimal/code.js';
import { scalar } from '../define.js';
import { wholeType } from '../rounding/to-whole.js';
import type { DecimalType } from '../decimal/arithmetic.js';

const doc = 'Whole part of the quotient, truncated toward zero. A zero divisor raises 22012.';

/** div() of decimals, a whole number. NULL when either side is. */
export const divDecimals = scalar({
  name: 'div',
  args: ['decimal', 'decimal'],
  unifyDecimals: true,
  // The divisor may be as small as one unit of the scale.
  returns: ([type]) => wholeType({ ...(type as DecimalType), scale: 0 }),
  nulls: 'propagate',
  volatility: 'immutable',
  doc,
  examples: [
    ['div(9, 4)', '2'],
    ['div(-9.5, 4)', '-2'],
    ['div(NULL, 4)', 'NULL'],
  ],
  compile: ([a, b], code, types) => {
    if (a.class === 'i64') {
      code.raiseIf(code.op('i64.eqz', b), 'division_by_zero');
      return toClassOf(code, code.op('i64.div_s', a, b), types.returns as DecimalType);
    }
    return toClassOf(code, code.call128('decimal_quotient', ...[a, b].map((value) => toWide(code, value))), types.returns as DecimalType);
  },
  evaluate: ([a, b]) => {
    if (b === 0n) throw divisionByZero();
    return a / b;
  },
});
