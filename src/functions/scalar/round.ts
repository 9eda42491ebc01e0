import { rounding } from '../rounding/rounding.js';

/** round(x) and round(x, n). NULL when any argument is. */
export const round = rounding('round', {
  doc: 'Nearest whole number, or number with that many decimals. Decimals round halves away from zero, doubles to even.',
  examples: [
    ['round(2.5)', '3'],
    ['round(2.5::double precision)', '2'],
    ['round(42.4382, 2)', '42.44'],
    ['round(1234.56, -2)', '1200'],
    ['round(NULL)', 'NULL'],
  ],
  direction: 'nearest',
});
