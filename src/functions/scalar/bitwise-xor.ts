import { integerOperator } from '../integer/arithmetic.js';

/** `#` over integers of one type. NULL when either side is. */
export const bitwiseXor = integerOperator('#', {
  doc: 'Bitwise exclusive OR.',
  examples: [
    ['12 # 10', '6'],
    ['NULL::integer # 1', 'NULL'],
  ],
  exact: (a, b) => a ^ b,
  emit: (kind, a, b, code) => code.op(kind === 'bigint' ? 'i64.xor' : 'i32.xor', a, b),
});
