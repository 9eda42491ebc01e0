import { doubleFunction } from '../float/double-function.js';

/** Cube root. NULL for NULL. */
export const cbrt = doubleFunction('cbrt', {
  doc: 'Cube root.',
  examples: [
    ['cbrt(27)', '3'],
    ['cbrt(-8)', '-2'],
  ],
  compute: Math.cbrt,
});
