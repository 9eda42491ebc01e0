import { doubleFunction } from '../float/double-function.js';

/** Hyperbolic sine. NULL for NULL. */
export const sinh = doubleFunction('sinh', {
  doc: 'Hyperbolic sine.',
  examples: [['sinh(0)', '0']],
  compute: Math.sinh,
});
