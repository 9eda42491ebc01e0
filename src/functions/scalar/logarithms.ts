import { DOUBLE } from '../../data/types.js';
import { divisionByZero, SqlError } from '../../errors.js';
import { scalar } from '../define.js';
import { doubleFunction } from '../float/double-function.js';

/** The logarithm of a positive number; 2201E otherwise. */
function logarithm(x: number, compute: (x: number) => number): number {
  if (x === 0) throw new SqlError('2201E', 'cannot take logarithm of zero');
  if (x < 0) throw new SqlError('2201E', 'cannot take logarithm of a negative number');
  return compute(x);
}

/** Natural logarithm; 2201E unless positive. NULL for NULL. */
export const ln = doubleFunction('ln', {
  doc: 'Natural logarithm.',
  examples: [
    ['ln(1)', '0'],
    ['ln(NULL)', 'NULL'],
  ],
  compute: (x) => logarithm(x, Math.log),
});

/** Logarithm to the base 10; 2201E unless positive. NULL for NULL. */
export const log10 = ['log', 'log10'].map((name) =>
  doubleFunction(name, {
    doc: 'Logarithm to the base 10.',
    examples: [[`${name}(1000)`, '3']],
    compute: (x) => logarithm(x, Math.log10),
  }),
);

/** Logarithm to the base 2; 2201E unless positive. NULL for NULL. */
export const log2 = doubleFunction('log2', {
  doc: 'Logarithm to the base 2.',
  examples: [['log2(8)', '3']],
  compute: (x) => logarithm(x, Math.log2),
});

/** Logarithm of the second argument to the base of the first, in DOUBLE; 2201E unless both are positive. NULL when either is. */
export const logToBase = scalar({
  name: 'log',
  args: ['double', 'double'],
  returns: DOUBLE,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Logarithm of the second argument to the base of the first.',
  examples: [['log(2, 64)', '6']],
  evaluate: ([base, x]) => {
    const divisor = logarithm(base, Math.log2);
    if (divisor === 0) throw divisionByZero();
    return logarithm(x, Math.log2) / divisor;
  },
});
