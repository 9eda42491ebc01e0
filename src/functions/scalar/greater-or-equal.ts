import { emitLess } from '../compare/code.js';
import { comparison } from '../compare/comparison.js';

/** `>=`, in the order of `<`. NULL when either side is. */
export const greaterOrEqual = comparison('>=', {
  doc: 'Greater than or equal.',
  examples: [
    ['2 >= 2', 't'],
    ["'a' >= 'b'", 'f'],
    ['NULL >= 1', 'NULL'],
  ],
  holds: (order) => order >= 0,
  emit: (code, types, a, b) => code.op('i32.eqz', emitLess(code, types.args[0], a, b)),
});
