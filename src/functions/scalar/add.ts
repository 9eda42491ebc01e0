import { decimalSum } from '../decimal/sum.js';
import { floatOperator } from '../float/arithmetic.js';
import { emitAddOrSubtract, integerOperator } from '../integer/arithmetic.js';

const doc = 'Addition. Overflow raises 22003.';

/** `+` over numbers: exact for integers and decimals. NULL when either side is. */
export const addIntegers = integerOperator('+', {
  doc,
  examples: [
    ['1 + 2', '3'],
    ['1.5 + 2.25', '3.75'],
    ['1 + NULL', 'NULL'],
  ],
  exact: (a, b) => a + b,
  emit: (kind, a, b, code) => emitAddOrSubtract('add', kind, a, b, code),
});

export const addFloats = floatOperator('+', {
  doc,
  compute: (a, b) => a + b,
  emit: (kind, a, b, code) => code.op(kind === 'real' ? 'f32.add' : 'f64.add', a, b),
});

export const addDecimals = decimalSum('+', doc);
