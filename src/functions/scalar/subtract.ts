import { decimalSum } from '../decimal/sum.js';
import { floatOperator } from '../float/arithmetic.js';
import { emitAddOrSubtract, integerOperator } from '../integer/arithmetic.js';

const doc = 'Subtraction. Overflow raises 22003.';

/** `-` between numbers: exact for integers and decimals. NULL when either side is. */
export const subtractIntegers = integerOperator('-', {
  doc,
  examples: [
    ['3 - 5', '-2'],
    ['1.5 - 0.25', '1.25'],
    ['NULL - 1', 'NULL'],
  ],
  exact: (a, b) => a - b,
  emit: (kind, a, b, code) => emitAddOrSubtract('sub', kind, a, b, code),
});

export const subtractFloats = floatOperator('-', {
  doc,
  compute: (a, b) => a - b,
  emit: (kind, a, b, code) => code.op(kind === 'real' ? 'f32.sub' : 'f64.sub', a, b),
});

export const subtractDecimals = decimalSum('-', doc);
