import { TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { replaceForm } from '../../text/regexp-program/forms.js';
import { regexpReplace, requirePositive, splitGlobal, startOffset } from '../../text/regexp.js';

/** regexp_replace. NULL when any argument is. */
export const regexpReplaceFunction: readonly ScalarFunction[] = [
  scalar({
    name: 'regexp_replace',
    args: ['text', 'text', 'text', 'text'],
    optionalArgs: 1,
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: 'The string with the first match, or with flag g every match, replaced; \\1 to \\9 stand for groups, \\& for the match.',
    examples: [
      ["regexp_replace('Thomas', '.[mN]a.', 'M')", 'ThM'],
      ["regexp_replace('foobarbaz', 'b(..)', 'X\\1Y', 'g')", 'fooXarYXazY'],
      ["regexp_replace('aBc', 'b', '[\\&]', 'i')", 'a[B]c'],
      ["regexp_replace('abc', 'x*', '-', 'g')", '-a-b-c-'],
    ],
    specialize: ([, pattern, replacement, options = '']) =>
      typeof pattern === 'string' && typeof replacement === 'string' && typeof options === 'string'
        ? replaceForm(pattern, replacement, options)
        : undefined,
    evaluate: ([text, pattern, replacement, options = '']) => {
      const { isGlobal, flags } = splitGlobal(options);
      return regexpReplace(text, pattern, replacement, flags, 0, isGlobal ? 0 : 1);
    },
  }),
  scalar({
    name: 'regexp_replace',
    args: ['text', 'text', 'text', 'integer', 'integer', 'text'],
    optionalArgs: 2,
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: 'The string with the n-th match at or after a character position, or all of them for 0, replaced.',
    examples: [["regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 3, 'i')", 'A PostgrXSQL function']],
    evaluate: ([text, pattern, replacement, start, n, options = '']) => {
      const { isGlobal, flags } = splitGlobal(options);
      requirePositive('n', n ?? 1, 0);
      return regexpReplace(text, pattern, replacement, flags, startOffset(text, start), n ?? (isGlobal ? 0 : 1));
    },
  }),
];
