import { emitLess } from '../compare/code.js';
import { comparison } from '../compare/comparison.js';

/** `>`, in the order of `<`. NULL when either side is. */
export const greater = comparison('>', {
  doc: 'Greater than.',
  examples: [
    ['2 > 1', 't'],
    ["DATE '2020-01-01' > DATE '2020-01-02'", 'f'],
    ['NULL > 1', 'NULL'],
  ],
  holds: (order) => order > 0,
  emit: (code, types, a, b) => emitLess(code, types.args[0], b, a),
});
