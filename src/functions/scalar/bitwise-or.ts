import { integerOperator } from '../integer/arithmetic.js';

/** `|` over integers of one type. NULL when either side is. */
export const bitwiseOr = integerOperator('|', {
  doc: 'Bitwise OR.',
  examples: [
    ['12 | 10', '14'],
    ['NULL::integer | 1', 'NULL'],
  ],
  exact: (a, b) => a | b,
  emit: (kind, a, b, code) => code.op(kind === 'bigint' ? 'i64.or' : 'i32.or', a, b),
});
