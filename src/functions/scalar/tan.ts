import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Tangent of an angle in radians; 22003 for an infinite angle. NULL for NULL. */
export const tan = doubleFunction('tan', {
  doc: 'Tangent of an angle in radians.',
  examples: [['tan(0)', '0']],
  compute: (x) => {
    if (Math.abs(x) === Infinity) throw inputOutOfRange();
    return Math.tan(x);
  },
});
