import { bitFold } from './bit-fold.js';

/** Bitwise AND of all values. NULL values are skipped; NULL for none. */
export const bitAnd = bitFold('bit_and', 'and', 'Bitwise AND of all non-NULL values.', [
  ['bit_and(6)', '6'],
  ['bit_and(NULL::integer)', 'NULL'],
]);
