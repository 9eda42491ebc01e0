import { booleanFold } from './boolean-fold.js';

/** TRUE when every value is. NULL values are skipped; NULL for none. */
export const boolAnd = ['bool_and', 'every'].map((name) =>
  booleanFold(name, 'and', 'True if all non-NULL values are true.', [
    [`${name}(true)`, 't'],
    [`${name}(1 > 2)`, 'f'],
    [`${name}(NULL)`, 'NULL'],
  ]),
);
