import { endOfRows } from './end-of-rows.js';

/** The value of the first row, in row order. Sees NULLs; NULL for no rows. */
export const first = endOfRows('first', 'Value of the first row.', [
  ['first(3)', '3'],
  ['first(NULL::integer)', 'NULL'],
]);
