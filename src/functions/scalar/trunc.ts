import { rounding } from '../rounding/rounding.js';

/** trunc(x) and trunc(x, n). NULL when any argument is. */
export const trunc = rounding('trunc', {
  doc: 'Whole part, or number with that many decimals, toward zero.',
  examples: [
    ['trunc(-42.8)', '-42'],
    ['trunc(42.4382, 2)', '42.43'],
    ['trunc(NULL)', 'NULL'],
  ],
  direction: 0,
});
