import { emitEqual } from '../compare/code.js';
import { comparison } from '../compare/comparison.js';

/** `<>`: the opposite of `=`. NULL when either side is. */
export const notEqual = comparison('<>', {
  doc: 'Not equal.',
  examples: [
    ['1 <> 2', 't'],
    ["'a' <> 'a'", 'f'],
    ['NULL <> 1', 'NULL'],
  ],
  holds: (order) => order !== 0,
  emit: (code, types, a, b) => code.op('i32.eqz', emitEqual(code, types.args[0], a, b)),
});
