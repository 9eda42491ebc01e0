import { bitShift } from '../integer/bit-shift.js';

/** Bits moved right, the sign kept. NULL when either side is. */
export const shiftRight = bitShift('>>', 'Bitwise shift right, keeping the sign.', [
  ['8 >> 2', '2'],
  ['-1 >> 3', '-1'],
]);
