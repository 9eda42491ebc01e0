import { TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

/** to_hex: negative numbers in two's complement. NULL for NULL. */
export const toHex: readonly ScalarFunction[] = (['integer', 'bigint'] as const).map((kind) =>
  scalar({
    name: 'to_hex',
    args: [kind],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The hexadecimal digits of an integer.',
    examples:
      kind === 'integer'
        ? [
            ['to_hex(2147483647)', '7fffffff'],
            ['to_hex(-1)', 'ffffffff'],
          ]
        : [['to_hex(-1::bigint)', 'ffffffffffffffff']],
    evaluate: ([value]) => (kind === 'integer' ? (value >>> 0).toString(16) : BigInt.asUintN(64, value).toString(16)),
  }),
);
