import { booleanFold } from './boolean-fold.js';

/** TRUE when any value is. NULL values are skipped; NULL for none. */
export const boolOr = booleanFold('bool_or', 'or', 'True if any non-NULL value is true.', [
  ['bool_or(false)', 'f'],
  ['bool_or(2 > 1)', 't'],
  ['bool_or(NULL)', 'NULL'],
]);
