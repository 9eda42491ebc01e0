import { doubleFunction } from '../float/double-function.js';

/** Hyperbolic cosine. NULL for NULL. */
export const cosh = doubleFunction('cosh', {
  doc: 'Hyperbolic cosine.',
  examples: [['cosh(0)', '1']],
  compute: Math.cosh,
});
