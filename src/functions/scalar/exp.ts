import { underflow } from '../float/arithmetic.js';
import { doubleFunction } from '../float/double-function.js';

/** e to the power x; 22003 on overflow and underflow. NULL for NULL. */
export const exp = doubleFunction('exp', {
  doc: 'The number e raised to a power.',
  examples: [
    ['exp(0)', '1'],
    ['exp(NULL)', 'NULL'],
  ],
  compute: (x) => {
    const result = Math.exp(x);
    if (result === 0 && x !== -Infinity) throw underflow();
    return result;
  },
});
