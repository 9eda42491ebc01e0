import { DOUBLE, REAL } from '../../data/types.js';
import { scalar } from '../define.js';
import { INTEGER_KINDS, typeOf } from '../integer/range.js';

/** Unary `+`: the value itself. NULL for NULL. */
export const unaryPlus = ([...INTEGER_KINDS, 'decimal', 'real', 'double'] as const).map((kind) =>
  scalar({
    name: '+',
    args: [kind],
    returns: kind === 'decimal' ? ([a]) => a : kind === 'real' ? REAL : kind === 'double' ? DOUBLE : typeOf(kind),
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'The number itself.',
    examples: kind === 'integer' ? [['+(3)', '3']] : [],
    compile: ([a]) => a,
    evaluate: ([a]) => a,
  }),
);
