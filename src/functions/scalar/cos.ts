import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Cosine of an angle in radians; 22003 for an infinite angle. NULL for NULL. */
export const cos = doubleFunction('cos', {
  doc: 'Cosine of an angle in radians.',
  examples: [['cos(0)', '1']],
  compute: (x) => {
    if (Math.abs(x) === Infinity) throw inputOutOfRange();
    return Math.cos(x);
  },
});
