import { scalar } from '../define.js';
import { INTEGER_KINDS, toInteger, typeOf } from '../integer/range.js';

/** `~` of an integer. NULL for NULL. */
export const bitwiseNot = INTEGER_KINDS.map((kind) =>
  scalar({
    name: '~',
    args: [kind],
    returns: typeOf(kind),
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'Bitwise NOT.',
    examples: kind === 'integer' ? [['~5', '-6']] : [],
    compile: ([a], code) => (kind === 'bigint' ? code.op('i64.xor', a, code.i64(-1n)) : code.op('i32.xor', a, code.i32(-1))),
    evaluate: ([a]) => toInteger(kind, ~BigInt(a)),
  }),
);
