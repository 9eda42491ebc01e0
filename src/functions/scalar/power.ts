import { DOUBLE } from '../../data/types.js';
import { SqlError } from '../../errors.js';
import { scalar } from '../define.js';
import { checkFloat } from '../float/arithmetic.js';

/** x to the power y by IEEE 754 `pow`, except that 1 to any power and any number to 0 are 1 even for NaN. */
function raiseTo(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === 0 && y < 0) throw new SqlError('2201F', 'zero raised to a negative power is undefined');
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    throw new SqlError('2201F', 'a negative number raised to a non-integer power yields a complex result');
  }
  if (x === -1 && !Number.isFinite(y)) return Number.isNaN(y) ? NaN : 1;
  return checkFloat(x ** y, x, y);
}

/** `^`, power(), pow(): double precision, decimals included. NULL when either side is. */
export const power = ['^', 'power', 'pow'].map((name) =>
  scalar({
    name,
    args: ['double', 'double'],
    returns: DOUBLE,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'x to the power y, in double precision. Overflow raises 22003; a complex result or 0 to a negative power raises 2201F.',
    examples:
      name === '^'
        ? [
            ['2 ^ 10', '1024'],
            ['NULL ^ 2', 'NULL'],
          ]
        : [
            [`${name}(9, 0.5)`, '3'],
            [`${name}(2, -1)`, '0.5'],
          ],
    evaluate: ([x, y]) => raiseTo(x, y),
  }),
);
