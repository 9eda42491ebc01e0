import { doubleFunction } from '../float/double-function.js';

/** Hyperbolic tangent. NULL for NULL. */
export const tanh = doubleFunction('tanh', {
  doc: 'Hyperbolic tangent.',
  examples: [['tanh(0)', '0']],
  compute: Math.tanh,
});
