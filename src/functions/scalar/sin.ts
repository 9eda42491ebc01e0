import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Sine of an angle in radians; 22003 for an infinite angle. NULL for NULL. */
export const sin = doubleFunction('sin', {
  doc: 'Sine of an angle in radians.',
  examples: [
    ['sin(0)', '0'],
    ['sin(NULL)', 'NULL'],
  ],
  compute: (x) => {
    if (Math.abs(x) === Infinity) throw inputOutOfRange();
    return Math.sin(x);
  },
});
