import { INTEGER, type SqlType } from '../../../data/types.js';
import { compareValues } from '../../compare/values.js';
import { scalar, type ScalarFunction } from '../../define.js';

const elementOf = (type: SqlType): SqlType => (type as SqlType & { kind: 'array' }).element;

/** array_subscript, which is `a[i]`, and for maps `m[key]`. NULL when any argument is, or there is no such element. */
export const arraySubscript: readonly ScalarFunction[] = [
  scalar({
    name: 'array_subscript',
    args: ['array', 'integer'],
    returns: ([type]) => elementOf(type),
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'An element of an array, from 1.',
    examples: [
      ['(ARRAY[10, 20, 30])[2]', '20'],
      ['(ARRAY[10, 20])[3]', 'NULL'],
      ['(ARRAY[10])[0]', 'NULL'],
    ],
    evaluate: ([values, index]) => (index < 1 ? null : (values[index - 1] ?? null)),
  }),
  scalar({
    name: 'array_subscript',
    args: ['map', 'any'],
    returns: ([type]) => (type as SqlType & { kind: 'map' }).value,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The value of a key of a map.',
    examples: [],
    evaluate: ([entries, key], { args }) => {
      const { key: type } = args[0] as SqlType & { kind: 'map' };
      return entries.find(([name]: [any, any]) => compareValues(type, name, key) === 0)?.[1] ?? null;
    },
  }),
];

/** array_slice, which is `a[low:high]`; a NULL bound is open. NULL for a NULL array. */
export const arraySlice = scalar({
  name: 'array_slice',
  args: ['array-of-element', 'integer', 'integer'],
  returns: ([type]) => type,
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'The elements from one position to another, both from 1 and included.',
  examples: [
    ['(ARRAY[1, 2, 3, 4])[2:3]', '{2,3}'],
    ['(ARRAY[1, 2, 3])[2:]', '{2,3}'],
    ['(ARRAY[1, 2, 3])[5:6]', '{}'],
  ],
  evaluate: ([values, low, high]) => (values === null ? null : values.slice(Math.max(1, low ?? 1) - 1, Math.max(0, high ?? values.length))),
});

/** Elements of the first level, as in array_length. */
const lengthOf = (value: any, dimension: number): number | null => {
  let at = value;
  for (let level = 1; level < dimension; level++) at = Array.isArray(at) ? at[0] : undefined;
  return Array.isArray(at) && at.length > 0 ? at.length : null;
};

/** array_length, and array_upper, since arrays begin at 1. NULL when any argument is, for an empty array and for a dimension it does not have. */
export const arrayLength: readonly ScalarFunction[] = ['array_length', 'array_upper'].map((name) =>
  scalar({
    name,
    args: ['array-of-element', 'integer'],
    returns: INTEGER,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The length of a dimension of an array.',
    examples:
      name === 'array_length'
        ? [
            ['array_length(ARRAY[1, 2, 3], 1)', '3'],
            ["array_length('{}'::integer[], 1)", 'NULL'],
            ['array_length(ARRAY[1], 2)', 'NULL'],
          ]
        : [],
    evaluate: ([values, dimension]) => (dimension < 1 ? null : lengthOf(values, dimension)),
  }),
);

/** array_lower. NULL when any argument is, for an empty array and for a dimension it does not have. */
export const arrayLower = scalar({
  name: 'array_lower',
  args: ['array-of-element', 'integer'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Where a dimension of an array begins: 1.',
  examples: [['array_lower(ARRAY[5, 6], 1)', '1']],
  evaluate: ([values, dimension]) => (dimension < 1 || lengthOf(values, dimension) === null ? null : 1),
});

const countAll = (values: readonly any[]): number => values.reduce((sum, value) => sum + (Array.isArray(value) ? countAll(value) : 1), 0);

/** cardinality. NULL for NULL, 0 for an empty array. */
export const cardinality = scalar({
  name: 'cardinality',
  args: ['array-of-element'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The number of elements of an array, of all its dimensions.',
  examples: [
    ['cardinality(ARRAY[1, 2, NULL])', '3'],
    ["cardinality('{}'::integer[])", '0'],
  ],
  evaluate: ([values]) => countAll(values),
});

const dimensionsOf = (value: any): number => (Array.isArray(value) ? 1 + dimensionsOf(value[0]) : 0);

/** array_ndims. NULL for NULL and for an empty array. */
export const arrayNdims = scalar({
  name: 'array_ndims',
  args: ['array-of-element'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The number of dimensions of an array.',
  examples: [['array_ndims(ARRAY[1, 2])', '1']],
  evaluate: ([values]) => (values.length === 0 ? null : dimensionsOf(values)),
});
