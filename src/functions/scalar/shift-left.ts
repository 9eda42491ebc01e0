import { bitShift } from '../integer/bit-shift.js';

/** Bits moved left. NULL when either side is. */
export const shiftLeft = bitShift('<<', 'Bitwise shift left.', [['1 << 4', '16']]);
