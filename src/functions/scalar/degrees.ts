import { doubleFunction } from '../float/double-function.js';

/** Radians to degrees. NULL for NULL. */
export const degrees = doubleFunction('degrees', {
  doc: 'Radians converted to degrees.',
  examples: [['degrees(pi())', '180']],
  compute: (x) => x / (Math.PI / 180),
});
