import { doubleFunction } from '../float/double-function.js';

/** Arc tangent in radians. NULL for NULL. */
export const atan = doubleFunction('atan', {
  doc: 'Arc tangent, in radians.',
  examples: [['atan(0)', '0']],
  compute: Math.atan,
});
