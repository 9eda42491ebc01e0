import { SqlError } from '../../../errors.js';
import { BYTEA, TEXT } from '../../../data/types.js';
import { sliceCharacters } from '../../text/characters.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { regexpSubstring } from '../../text/regexp.js';
import { similarSubstring } from '../../text/similar.js';

const doc =
  'The part from the 1-based position `start`, at most `count` long; what lies before the beginning counts but is not there. A negative count raises 22011.';

function range(start: number, count?: number): [from: number, to: number] {
  if (count !== undefined && count < 0) throw new SqlError('22011', 'negative substring length not allowed');
  return [Math.max(0, start - 1), count === undefined ? Infinity : Math.max(0, start - 1 + count)];
}

const ofText = (name: string): ScalarFunction[] => [
  scalar({
    name,
    args: ['text', 'integer', 'integer'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples:
      name === 'substr'
        ? [["substr('alphabet', 3, 2)", 'ph']]
        : [
            ["substring('Thomas' from 2 for 3)", 'hom'],
            ["substring('Thomas', 0, 3)", 'Th'],
            ["substring('žluť', 2, 2)", 'lu'],
            ["substring('abc', 5, 2)", ''],
          ],
    compile: ([text, start, count], code) => code.callView('text_substring', text, start, count),
    evaluate: ([text, start, count]) => sliceCharacters(text, ...range(start, count)),
  }),
  scalar({
    name,
    args: ['text', 'integer'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples:
      name === 'substr'
        ? [["substr('alphabet', 3)", 'phabet']]
        : [
            ["substring('Thomas' from 3)", 'omas'],
            ["substring('Thomas', -1)", 'Thomas'],
          ],
    compile: ([text, start], code) => code.callView('text_substring_from', text, start),
    evaluate: ([text, start]) => sliceCharacters(text, ...range(start)),
  }),
  scalar({
    name,
    args: ['bytea', 'integer', 'integer'],
    returns: BYTEA,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: name === 'substr' ? [] : [["substring('\\x1234567890'::bytea, 3, 2)", '\\x5678']],
    compile: ([bytes, start, count], code) => code.callView('bytes_substring', bytes, start, count),
    evaluate: ([bytes, start, count]) => bytes.slice(...range(start, count)),
  }),
  scalar({
    name,
    args: ['bytea', 'integer'],
    returns: BYTEA,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [],
    compile: ([bytes, start], code) => code.callView('bytes_substring_from', bytes, start),
    evaluate: ([bytes, start]) => bytes.slice(...range(start)),
  }),
];

/** substring and substr over characters and bytes; `substring(text from pattern)` by regular expression. NULL when any argument is. */
export const substring: readonly ScalarFunction[] = [
  ...ofText('substring'),
  ...ofText('substr'),
  scalar({
    name: 'substring',
    args: ['text', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: 'The first match of a regular expression, or of its first parenthesised part; NULL when there is none.',
    examples: [
      ["substring('Thomas' from '...$')", 'mas'],
      ["substring('foobar' from 'o(.)b')", 'o'],
      ["substring('foobar' from 'z')", 'NULL'],
    ],
    evaluate: ([text, pattern]) => regexpSubstring(text, pattern),
  }),
  scalar({
    name: 'substring',
    args: ['text', 'text', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: 'The part of a SIMILAR TO match between escaped double quotes.',
    examples: [["substring('Thomas' from '%#\"o_a#\"_' for '#')", 'oma']],
    evaluate: ([text, pattern, escape]) => similarSubstring(text, pattern, escape),
  }),
];
