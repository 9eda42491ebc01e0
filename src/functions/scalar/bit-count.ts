import { BIGINT } from '../../data/types.js';
import { scalar } from '../define.js';

const ones = (value: bigint): bigint => BigInt(value.toString(2).replaceAll('0', '').length);

/** The number of 1 bits of an integer's two's complement. NULL for NULL. */
export const bitCountInteger = (['integer', 'bigint'] as const).map((kind) =>
  scalar({
    name: 'bit_count',
    args: [kind],
    returns: BIGINT,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'Number of bits that are 1.',
    examples:
      kind === 'integer'
        ? [
            ['bit_count(7)', '3'],
            ['bit_count(-1)', '32'],
          ]
        : [],
    compile: ([value], code) =>
      kind === 'bigint' ? code.op('i64.popcnt', value) : code.op('i64.extend_i32_u', code.op('i32.popcnt', value)),
    evaluate: ([value]) => ones(BigInt.asUintN(kind === 'bigint' ? 64 : 32, BigInt(value))),
  }),
);

/** The number of 1 bits of a byte string. NULL for NULL. */
export const bitCountBytea = scalar({
  name: 'bit_count',
  args: ['bytea'],
  returns: BIGINT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Number of bits that are 1.',
  examples: [["bit_count('\\x0f03'::bytea)", '6']],
  evaluate: ([bytes]) => (bytes as Uint8Array).reduce((sum, byte) => sum + ones(BigInt(byte)), 0n),
});
