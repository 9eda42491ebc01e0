import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Inverse hyperbolic tangent; 22003 outside of -1 to 1. NULL for NULL. */
export const atanh = doubleFunction('atanh', {
  doc: 'Inverse hyperbolic tangent.',
  examples: [
    ['atanh(0)', '0'],
    ['atanh(1)', 'Infinity'],
    ['atanh(NULL)', 'NULL'],
  ],
  compute: (x) => {
    if (x < -1 || x > 1) throw inputOutOfRange();
    return Math.atanh(x);
  },
  reachesInfinity: true,
});
