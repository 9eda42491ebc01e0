import { shift } from './shift.js';

/** The value some rows later in the partition. Sees NULLs. */
export const lead = shift(
  'lead',
  1,
  'Value of the first argument that many rows (default 1) after the current row; the third argument (default NULL) where there is no such row.',
  [
    ['lead(1) OVER ()', 'NULL'],
    ['lead(1, 1, 7) OVER ()', '7'],
  ],
);
