import { scalar } from '../define.js';
import { greatestCommonDivisor } from '../integer/greatest-common-divisor.js';
import { toInteger, typeOf } from '../integer/range.js';

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const multiple = (a / greatestCommonDivisor(a, b)) * b;
  return multiple < 0n ? -multiple : multiple;
}

/** lcm(): 22003 when the result does not fit. NULL when either side is. */
export const lcm = (['integer', 'bigint'] as const).map((kind) =>
  scalar({
    name: 'lcm',
    args: [kind, kind],
    returns: typeOf(kind),
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'Least common multiple; 0 when either argument is 0.',
    examples:
      kind === 'integer'
        ? [
            ['lcm(4, 6)', '12'],
            ['lcm(0, 5)', '0'],
          ]
        : [],
    evaluate: ([a, b]) => toInteger(kind, leastCommonMultiple(BigInt(a), BigInt(b))),
  }),
);
