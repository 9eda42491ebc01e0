import { emitLess } from '../compare/code.js';
import { comparison } from '../compare/comparison.js';

/** `<=`, in the order of `<`. NULL when either side is. */
export const lessOrEqual = comparison('<=', {
  doc: 'Less than or equal.',
  examples: [
    ['1 <= 1', 't'],
    ['2 <= 1.5', 'f'],
    ['NULL <= 1', 'NULL'],
  ],
  holds: (order) => order <= 0,
  emit: (code, types, a, b) => code.op('i32.eqz', emitLess(code, types.args[0], b, a)),
});
