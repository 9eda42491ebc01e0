import { shift } from './shift.js';

/** The value some rows earlier in the partition. Sees NULLs. */
export const lag = shift(
  'lag',
  -1,
  'Value of the first argument that many rows (default 1) before the current row; the third argument (default NULL) where there is no such row.',
  [
    ['lag(1) OVER ()', 'NULL'],
    ['lag(1, 1, 7) OVER ()', '7'],
  ],
);
