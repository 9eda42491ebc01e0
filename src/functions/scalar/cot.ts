import { doubleFunction, inputOutOfRange } from '../float/double-function.js';

/** Cotangent of an angle in radians; 22003 for an infinite angle. NULL for NULL. */
export const cot = doubleFunction('cot', {
  doc: 'Cotangent of an angle in radians.',
  examples: [['round(cot(1)::numeric, 6)', '0.642093']],
  compute: (x) => {
    if (Math.abs(x) === Infinity) throw inputOutOfRange();
    return 1 / Math.tan(x);
  },
});
