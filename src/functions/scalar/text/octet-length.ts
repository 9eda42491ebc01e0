import { INTEGER } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

const KINDS = ['text', 'bytea'] as const;

/** octet_length. NULL for NULL. */
export const octetLength: readonly ScalarFunction[] = KINDS.map((kind) =>
  scalar({
    name: 'octet_length',
    args: [kind],
    returns: INTEGER,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'The number of bytes.',
    examples: kind === 'text' ? [["octet_length('jösé')", '6']] : [["octet_length('\\x1234'::bytea)", '2']],
    compile: ([value], code) => code.load('i32.load', code.addressOf(value)),
    evaluate: ([value]) => Buffer.byteLength(value),
  }),
);

/** bit_length. NULL for NULL. */
export const bitLength: readonly ScalarFunction[] = KINDS.map((kind) =>
  scalar({
    name: 'bit_length',
    args: [kind],
    returns: INTEGER,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'The number of bits: eight times octet_length.',
    examples: kind === 'text' ? [["bit_length('jose')", '32']] : [["bit_length('\\x1234'::bytea)", '16']],
    compile: ([value], code) => code.op('i32.shl', code.load('i32.load', code.addressOf(value)), code.i32(3)),
    evaluate: ([value]) => Buffer.byteLength(value) * 8,
  }),
);
