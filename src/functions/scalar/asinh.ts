import { doubleFunction } from '../float/double-function.js';

/** Inverse hyperbolic sine. NULL for NULL. */
export const asinh = doubleFunction('asinh', {
  doc: 'Inverse hyperbolic sine.',
  examples: [['asinh(0)', '0']],
  compute: Math.asinh,
});
