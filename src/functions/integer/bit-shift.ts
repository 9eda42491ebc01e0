import { scalar, type Example, type ScalarFunction } from '../define.js';
import { INTEGER_KINDS, typeOf } from './range.js';

const BITS = { smallint: 16, integer: 32, bigint: 64 } as const;

/** `<<` and `>>`: the count is an INTEGER taken modulo the word as C compilers do, and bits that leave the type are lost. NULL when either side is. */
export function bitShift(name: '<<' | '>>', doc: string, examples: readonly Example[]): readonly ScalarFunction[] {
  return INTEGER_KINDS.map((kind) =>
    scalar({
      name,
      args: [kind, 'integer'],
      returns: typeOf(kind),
      nulls: 'propagate',
      volatility: 'immutable',
      total: true,
      doc,
      examples: kind === 'integer' ? examples : [],
      compile: ([value, count], code) => {
        const type = kind === 'bigint' ? 'i64' : 'i32';
        const by = kind === 'bigint' ? code.op('i64.extend_i32_s', count) : count;
        const result = code.op(name === '<<' ? `${type}.shl` : `${type}.shr_s`, value, by);
        return kind === 'smallint' ? code.op('i32.extend16_s', result) : result;
      },
      evaluate: ([value, count]) => {
        const by = BigInt(count & (kind === 'bigint' ? 63 : 31));
        const result = BigInt.asIntN(BITS[kind], name === '<<' ? BigInt(value) << by : BigInt(value) >> by);
        return kind === 'bigint' ? result : Number(result);
      },
    }),
  );
}
