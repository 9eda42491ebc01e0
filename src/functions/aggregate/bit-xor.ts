import { bitFold } from './bit-fold.js';

/** Bitwise XOR of all values. NULL values are skipped; NULL for none. */
export const bitXor = bitFold('bit_xor', 'xor', 'Bitwise XOR of all non-NULL values.', [
  ['bit_xor(6)', '6'],
  ['bit_xor(NULL::integer)', 'NULL'],
]);
