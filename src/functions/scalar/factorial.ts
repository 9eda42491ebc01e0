import { decimal } from '../../data/types.js';
import { SqlError } from '../../errors.js';
import { numericOverflow } from '../decimal/arithmetic.js';
import { scalar } from '../define.js';

/** n! as DECIMAL(38,0); 22003 for a negative n and above 33. NULL for NULL. */
export const factorial = scalar({
  name: 'factorial',
  args: ['bigint'],
  returns: decimal(38, 0),
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Factorial, up to 33!.',
  examples: [
    ['factorial(5)', '120'],
    ['factorial(0)', '1'],
  ],
  evaluate: ([n]) => {
    if (n < 0n) throw new SqlError('22003', 'factorial of a negative number is undefined');
    if (n > 33n) throw numericOverflow();
    let product = 1n;
    for (let i = 2n; i <= n; i++) product *= i;
    return product;
  },
});
