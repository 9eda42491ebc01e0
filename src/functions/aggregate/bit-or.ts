import { bitFold } from './bit-fold.js';

/** Bitwise OR of all values. NULL values are skipped; NULL for none. */
export const bitOr = bitFold('bit_or', 'or', 'Bitwise OR of all non-NULL values.', [
  ['bit_or(6)', '6'],
  ['bit_or(NULL::integer)', 'NULL'],
]);
