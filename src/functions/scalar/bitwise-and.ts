import { integerOperator } from '../integer/arithmetic.js';

/** `&` over integers of one type. NULL when either side is. */
export const bitwiseAnd = integerOperator('&', {
  doc: 'Bitwise AND.',
  examples: [
    ['12 & 10', '8'],
    ['NULL::integer & 1', 'NULL'],
  ],
  exact: (a, b) => a & b,
  emit: (kind, a, b, code) => code.op(kind === 'bigint' ? 'i64.and' : 'i32.and', a, b),
});
