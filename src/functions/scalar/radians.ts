import { doubleFunction } from '../float/double-function.js';

/** Degrees to radians. NULL for NULL. */
export const radians = doubleFunction('radians', {
  doc: 'Degrees converted to radians.',
  examples: [['radians(180) = pi()', 't']],
  compute: (x) => x * (Math.PI / 180),
});
