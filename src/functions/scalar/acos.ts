import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Arc cosine in radians; 22003 outside of -1 to 1. NULL for NULL. */
export const acos = doubleFunction('acos', {
  doc: 'Arc cosine, in radians.',
  examples: [['acos(1)', '0']],
  compute: (x) => {
    if (x < -1 || x > 1) throw inputOutOfRange();
    return Math.acos(x);
  },
});
