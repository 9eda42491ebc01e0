import { toWhole } from '../rounding/to-whole.js';

/** The greatest whole number that is not above the argument. NULL for NULL. */
export const floor = toWhole('floor', -1, 'Nearest whole number that is not above the argument.', [
  ['floor(1.8)', '1'],
  ['floor(-1.2)', '-2'],
  ['floor(NULL)', 'NULL'],
]);
