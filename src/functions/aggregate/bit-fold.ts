import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { INTEGER_KINDS, typeOf } from '../integer/range.js';
import { nonNull } from './non-null.js';

/** Bitwise AND, OR or XOR of all values. State: 0 the result (i64) · 8 1 when there is one. NULL values are skipped; NULL for none. */
export function bitFold(
  name: string,
  operator: 'and' | 'or' | 'xor',
  doc: string,
  examples: readonly Example[],
): readonly AggregateFunction[] {
  const fold = (a: bigint, b: bigint): bigint => (operator === 'and' ? a & b : operator === 'or' ? a | b : a ^ b);
  return INTEGER_KINDS.map((kind) =>
    aggregate({
      name,
      args: [kind],
      returns: typeOf(kind),
      orderSensitive: false,
      ignoresDistinct: operator !== 'xor',
      nulls: 'skip',
      doc,
      examples: kind === 'integer' ? examples : [],
      stateBytes: () => 16,
      init: (state, code) => {
        if (operator === 'and') code.store('i64.store', state, code.i64(-1n));
      },
      update: (state, [value], code) => {
        const word = kind === 'bigint' ? value : code.op('i64.extend_i32_s', value);
        code.store('i64.store', state, code.op(`i64.${operator}`, code.load('i64.load', state), word));
        code.store('i32.store', state, code.i32(1), 8);
      },
      merge: (state, other, code) => {
        code.store('i64.store', state, code.op(`i64.${operator}`, code.load('i64.load', state), code.load('i64.load', other)));
        code.store('i32.store', state, code.op('i32.or', code.load('i32.load', state, 8), code.load('i32.load', other, 8)), 8);
      },
      finish: (state, code) => {
        const word = code.load('i64.load', state);
        return {
          value: kind === 'bigint' ? word : code.op('i32.wrap_i64', word),
          isNull: code.op('i32.eqz', code.load('i32.load', state, 8)),
        };
      },
      evaluate: (rows) => {
        const values = nonNull(rows).map(([value]) => BigInt(value));
        if (values.length === 0) return null;
        const result = values.reduce(fold);
        return kind === 'bigint' ? result : Number(result);
      },
    }),
  );
}
