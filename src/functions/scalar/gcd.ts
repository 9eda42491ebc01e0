import { scalar } from '../define.js';
import { greatestCommonDivisor } from '../integer/greatest-common-divisor.js';
import { toInteger, typeOf } from '../integer/range.js';

/** gcd(): 22003 when the result does not fit. NULL when either side is. */
export const gcd = (['integer', 'bigint'] as const).map((kind) =>
  scalar({
    name: 'gcd',
    args: [kind, kind],
    returns: typeOf(kind),
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'Greatest common divisor; 0 when both arguments are 0.',
    examples:
      kind === 'integer'
        ? [
            ['gcd(1071, 462)', '21'],
            ['gcd(0, 0)', '0'],
          ]
        : [],
    evaluate: ([a, b]) => toInteger(kind, greatestCommonDivisor(BigInt(a), BigInt(b))),
  }),
);
