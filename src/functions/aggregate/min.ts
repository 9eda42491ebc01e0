import { extreme } from './extreme.js';

/** The least value. NULL values are skipped; NULL for none. */
export const min = extreme('min', -1, 'Least value in the order of <; NaN is above every number, strings compare by bytes.', [
  ['min(3)', '3'],
  ["min('b'::text)", 'b'],
  ['min(NULL::integer)', 'NULL'],
]);
