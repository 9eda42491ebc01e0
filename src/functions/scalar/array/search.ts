import { array, BOOLEAN, INTEGER, type SqlType } from '../../../data/types.js';
import { compareValues } from '../../compare/values.js';
import { scalar, type ScalarFunction } from '../../define.js';

const elementOf = (type: SqlType): SqlType => (type as SqlType & { kind: 'array' }).element;

/** Whether an array has an element that equals a value; NULLs equal nothing. */
const has = (values: readonly any[], value: any, type: SqlType): boolean =>
  value !== null && values.some((each) => each !== null && compareValues(type, each, value) === 0);

const OPERATORS = [
  {
    name: '@>',
    doc: 'Whether every element of the second array is in the first.',
    examples: [
      ['ARRAY[1, 4, 3] @> ARRAY[3, 1, 3]', 't'],
      ['ARRAY[1] @> ARRAY[1, 2]', 'f'],
    ],
    holds: (a, b, type) => b.every((value) => has(a, value, type)),
  },
  {
    name: '<@',
    doc: 'Whether every element of the first array is in the second.',
    examples: [['ARRAY[2, 2, 7] <@ ARRAY[1, 7, 4, 2, 6]', 't']],
    holds: (a, b, type) => a.every((value) => has(b, value, type)),
  },
  {
    name: '&&',
    doc: 'Whether the arrays have an element in common.',
    examples: [
      ['ARRAY[1, 4, 3] && ARRAY[2, 1]', 't'],
      ['ARRAY[1] && ARRAY[2]', 'f'],
    ],
    holds: (a, b, type) => a.some((value) => has(b, value, type)),
  },
] as const satisfies readonly {
  name: string;
  doc: string;
  examples: readonly (readonly [string, string])[];
  holds: (a: readonly any[], b: readonly any[], type: SqlType) => boolean;
}[];

/** `@>`, `<@` and `&&`. NULL when either side is; NULL elements are in no array. */
export const arrayContains: readonly ScalarFunction[] = OPERATORS.map(({ name, doc, examples, holds }) =>
  scalar({
    name,
    args: ['array-of-element', 'array-of-element'],
    returns: BOOLEAN,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples,
    evaluate: ([a, b], { args }) => holds(a, b, elementOf(args[0])),
  }),
);

const isSame = (type: SqlType, a: any, b: any): boolean => (a === null || b === null ? a === b : compareValues(type, a, b) === 0);

/** array_position: finds NULL too. NULL for a NULL array and when there is no such element. */
export const arrayPosition = scalar({
  name: 'array_position',
  args: ['array-of-element', 'element', 'integer'],
  optionalArgs: 1,
  returns: INTEGER,
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'Where a value first occurs in an array, from 1, at or after the third argument.',
  examples: [
    ["array_position(ARRAY['sun', 'mon', 'tue'], 'mon')", '2'],
    ['array_position(ARRAY[1, 2, 1], 1, 2)', '3'],
    ['array_position(ARRAY[1], 5)', 'NULL'],
  ],
  evaluate: ([values, element, start = 1], { args }) => {
    if (values === null) return null;
    const at = values.findIndex((value: any, i: number) => i >= start - 1 && isSame(elementOf(args[0]), value, element));
    return at < 0 ? null : at + 1;
  },
});

/** array_positions. NULL for a NULL array. */
export const arrayPositions = scalar({
  name: 'array_positions',
  args: ['array-of-element', 'element'],
  returns: array(INTEGER),
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'Where a value occurs in an array, from 1.',
  examples: [["array_positions(ARRAY['A', 'A', 'B', 'A'], 'A')", '{1,2,4}']],
  evaluate: ([values, element], { args }) =>
    values && values.flatMap((value: any, i: number) => (isSame(elementOf(args[0]), value, element) ? [i + 1] : [])),
});
