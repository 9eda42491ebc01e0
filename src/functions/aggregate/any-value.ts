import { extreme } from './extreme.js';

/** Some value of the group: the least one, so that the answer does not depend on partitions. NULL values are skipped; NULL for none. */
export const anyValue = extreme('any_value', -1, 'Any one of the values; the same one however the rows are partitioned.', [
  ['any_value(3)', '3'],
  ['any_value(NULL::integer)', 'NULL'],
]);
