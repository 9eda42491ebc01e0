import { SqlError } from '../../errors.js';
import { doubleFunction } from '../float/double-function.js';

/** Square root; 2201F for a negative number. NULL for NULL. */
export const sqrt = doubleFunction('sqrt', {
  doc: 'Square root.',
  examples: [
    ['sqrt(2)', '1.4142135623730951'],
    ['sqrt(NULL)', 'NULL'],
  ],
  compute: (x) => {
    if (x < 0) throw new SqlError('2201F', 'cannot take square root of a negative number');
    return Math.sqrt(x);
  },
  emit: (x, code) => {
    code.raiseIf(code.op('f64.lt', x, code.f64(0)), 'negative_square_root');
    return code.op('f64.sqrt', x);
  },
});
