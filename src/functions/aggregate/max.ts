import { extreme } from './extreme.js';

/** The greatest value. NULL values are skipped; NULL for none. */
export const max = extreme('max', 1, 'Greatest value in the order of <; NaN is above every number, strings compare by bytes.', [
  ['max(3)', '3'],
  ["max('b'::text)", 'b'],
  ['max(NULL::integer)', 'NULL'],
]);
