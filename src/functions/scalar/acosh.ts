import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Inverse hyperbolic cosine; 22003 below 1. NULL for NULL. */
export const acosh = doubleFunction('acosh', {
  doc: 'Inverse hyperbolic cosine.',
  examples: [['acosh(1)', '0']],
  compute: (x) => {
    if (x < 1) throw inputOutOfRange();
    return Math.acosh(x);
  },
});
