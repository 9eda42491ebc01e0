import { endOfRows } from './end-of-rows.js';

/** The value of the last row, in row order. Sees NULLs; NULL for no rows. */
export const last = endOfRows('last', 'Value of the last row.', [
  ['last(3)', '3'],
  ['last(NULL::integer)', 'NULL'],
]);
