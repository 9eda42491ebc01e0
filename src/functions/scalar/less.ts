import { emitLess } from '../compare/code.js';
import { comparison } from '../compare/comparison.js';

/** `<`: numbers by value with NaN last, strings by bytes, FALSE before TRUE. NULL when either side is. */
export const less = comparison('<', {
  doc: 'Less than.',
  examples: [
    ['1 < 2', 't'],
    ["'B' < 'a'", 't'],
    ["1 < 'NaN'::double precision", 't'],
    ['NULL < 1', 'NULL'],
  ],
  holds: (order) => order < 0,
  emit: (code, types, a, b) => emitLess(code, types.args[0], a, b),
});
