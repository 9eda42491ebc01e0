import { divisionByZero } from '../../errors.js';
import { scalar, type ScalarFunction } from '../define.js';
import { integerOperator } from '../integer/arithmetic.js';

const doc = 'Remainder of the division, with the sign of the dividend. A zero divisor raises 22012.';

/** `%` and mod(): integers and decimals. NULL when either side is. */
const remainder = (name: string): readonly ScalarFunction[] => [
  ...integerOperator(name, {
    doc,
    examples:
      name === '%'
        ? [
            ['7 % 3', '1'],
            ['-7 % 3', '-1'],
            ['7.5 % 2', '1.5'],
          ]
        : [
            ['mod(7, 3)', '1'],
            ['mod(-7, 3)', '-1'],
            ['mod(NULL, 3)', 'NULL'],
          ],
    exact: (a, b) => {
      if (b === 0n) throw divisionByZero();
      return a % b;
    },
    emit: (kind, a, b, code) => {
      const type = kind === 'bigint' ? 'i64' : 'i32';
      code.raiseIf(code.op(`${type}.eqz`, b), 'division_by_zero');
      return code.op(`${type}.rem_s`, a, b);
    },
  }),
  scalar({
    name,
    args: ['decimal', 'decimal'],
    unifyDecimals: true,
    returns: ([a]) => a,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [],
    compile: ([a, b], code) => {
      if (a.class === 'i128') return code.call128('decimal_remainder', a, b);
      code.raiseIf(code.op('i64.eqz', b), 'division_by_zero');
      return code.op('i64.rem_s', a, b);
    },
    evaluate: ([a, b]) => {
      if (b === 0n) throw divisionByZero();
      return a % b;
    },
  }),
];

export const modulo = remainder('%');
export const mod = remainder('mod');
