import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Arc sine in radians; 22003 outside of -1 to 1. NULL for NULL. */
export const asin = doubleFunction('asin', {
  doc: 'Arc sine, in radians.',
  examples: [['asin(0)', '0']],
  compute: (x) => {
    if (x < -1 || x > 1) throw inputOutOfRange();
    return Math.asin(x);
  },
});
