import { BOOLEAN } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

/** starts_with and `^@`. NULL when any argument is. */
export const startsWith: readonly ScalarFunction[] = ['starts_with', '^@'].map((name) =>
  scalar({
    name,
    args: ['text', 'text'],
    returns: BOOLEAN,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'True if the first string begins with the second.',
    examples:
      name === '^@'
        ? [["'alphabet' ^@ 'alph'", 't']]
        : [
            ["starts_with('alphabet', 'alph')", 't'],
            ["starts_with('a', 'ab')", 'f'],
            ["starts_with(NULL, 'a')", 'NULL'],
          ],
    compile: ([text, prefix], code) => code.call('text_starts_with', text, prefix),
    evaluate: ([text, prefix]) => text.startsWith(prefix),
  }),
);
