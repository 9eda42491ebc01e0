import { BYTEA, TEXT } from '../../../data/types.js';
import { scalar, type EvaluateContext, type ScalarFunction } from '../../define.js';
import { formatValue } from '../../../data/format.js';

const doc = 'The left side followed by the right side. One side may be of any type and is shown as text. Bytes and arrays concatenate too.';

/** Argument `i` cast to text, which spells booleans out. */
const cast = (value: any, context: EvaluateContext, i: number): string =>
  typeof value === 'boolean' ? String(value) : formatValue(value, context.args[i], context.timeZone);

/** `||`. NULL when either side is. */
export const concatOperator: readonly ScalarFunction[] = [
  scalar({
    name: '||',
    args: ['text', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [
      ["'Post' || 'greSQL'", 'PostgreSQL'],
      ["'Value: ' || 42", 'Value: 42'],
      ["'a' || NULL", 'NULL'],
      ["true || 'x'", 'truex'],
    ],
    compile: ([a, b], code) => code.callView('text_concat', a, b, code.region),
    evaluate: ([a, b]) => a + b,
  }),
  scalar({
    name: '||',
    args: ['text', 'non-array'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'stable',
    doc,
    examples: [],
    evaluate: ([a, b], context) => a + cast(b, context, 1),
  }),
  scalar({
    name: '||',
    args: ['non-array', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'stable',
    doc,
    examples: [],
    evaluate: ([a, b], context) => cast(a, context, 0) + b,
  }),
  scalar({
    name: '||',
    args: ['bytea', 'bytea'],
    returns: BYTEA,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [["'\\x01'::bytea || '\\x02'::bytea", '\\x0102']],
    compile: ([a, b], code) => code.callView('text_concat', a, b, code.region),
    evaluate: ([a, b]) => Buffer.concat([a, b]),
  }),
];
