import { emitEqual } from '../compare/code.js';
import { comparison } from '../compare/comparison.js';

/** `=`: NaN equals NaN, −0 equals 0, strings are equal when their bytes are. NULL when either side is. */
export const equal = comparison('=', {
  doc: 'Equal.',
  examples: [
    ['1 = 1.0', 't'],
    ["'NaN'::double precision = 'NaN'::double precision", 't'],
    ['NULL = 1', 'NULL'],
  ],
  holds: (order) => order === 0,
  emit: (code, types, a, b) => emitEqual(code, types.args[0], a, b),
});
