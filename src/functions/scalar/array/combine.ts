import type { SqlType } from '../../../data/types.js';
import { compareValues } from '../../compare/values.js';
import { scalar, type ScalarFunction } from '../../define.js';

const elementOf = (type: SqlType): SqlType => (type as SqlType & { kind: 'array' }).element;

/** Whether two elements are the same, NULL being the same as NULL. */
const isSame = (type: SqlType, a: any, b: any): boolean => (a === null || b === null ? a === b : compareValues(type, a, b) === 0);

/** array_cat and `||` of arrays: a NULL side counts as empty, unless both are. */
export const arrayCat: readonly ScalarFunction[] = ['array_cat', '||'].map((name) =>
  scalar({
    name,
    args: ['array-of-element', 'array-of-element'],
    returns: ([type]) => type,
    nulls: 'custom',
    volatility: 'immutable',
    doc: 'The elements of one array after those of the other.',
    examples:
      name === '||'
        ? [['ARRAY[1, 2] || ARRAY[3]', '{1,2,3}']]
        : [
            ['array_cat(ARRAY[1, 2], ARRAY[3])', '{1,2,3}'],
            ['array_cat(ARRAY[1], NULL)', '{1}'],
          ],
    evaluate: ([a, b]) => (a === null ? b : b === null ? a : [...a, ...b]),
  }),
);

/** array_append and `array || element`: NULL is an element like any other, a NULL array counts as empty. */
export const arrayAppend: readonly ScalarFunction[] = ['array_append', '||'].map((name) =>
  scalar({
    name,
    args: ['array-of-element', 'element'],
    returns: ([type]) => type,
    nulls: 'custom',
    volatility: 'immutable',
    doc: 'The array with an element at its end.',
    examples: name === '||' ? [['ARRAY[1, 2] || 3', '{1,2,3}']] : [['array_append(ARRAY[1, 2], 3)', '{1,2,3}']],
    evaluate: ([values, element]) => [...(values ?? []), element],
  }),
);

/** array_prepend and `element || array`: NULL is an element like any other, a NULL array counts as empty. */
export const arrayPrepend: readonly ScalarFunction[] = ['array_prepend', '||'].map((name) =>
  scalar({
    name,
    args: ['element', 'array-of-element'],
    returns: ([, type]) => type,
    nulls: 'custom',
    volatility: 'immutable',
    doc: 'The array with an element at its start.',
    examples: name === '||' ? [['1 || ARRAY[2, 3]', '{1,2,3}']] : [['array_prepend(1, ARRAY[2, 3])', '{1,2,3}']],
    evaluate: ([element, values]) => [element, ...(values ?? [])],
  }),
);

/** array_remove: NULL removes NULLs. NULL for a NULL array. */
export const arrayRemove = scalar({
  name: 'array_remove',
  args: ['array-of-element', 'element'],
  returns: ([type]) => type,
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'The array without the elements equal to a value.',
  examples: [
    ['array_remove(ARRAY[1, 2, 3, 2], 2)', '{1,3}'],
    ['array_remove(ARRAY[1, NULL], NULL)', '{1}'],
  ],
  evaluate: ([values, element], { args }) => values && values.filter((value: any) => !isSame(elementOf(args[0]), value, element)),
});

/** array_replace: NULL stands for NULLs. NULL for a NULL array. */
export const arrayReplace = scalar({
  name: 'array_replace',
  args: ['array-of-element', 'element', 'element'],
  returns: ([type]) => type,
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'The array with the elements equal to one value replaced by another.',
  examples: [['array_replace(ARRAY[1, 2, 5, 4], 5, 3)', '{1,2,3,4}']],
  evaluate: ([values, from, to], { args }) => values && values.map((value: any) => (isSame(elementOf(args[0]), value, from) ? to : value)),
});
