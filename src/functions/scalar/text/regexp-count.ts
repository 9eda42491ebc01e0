import { INTEGER } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { allMatches, startOffset, withoutGlobal } from '../../text/regexp.js';

/** regexp_count. NULL when any argument is. */
export const regexpCount = scalar({
  name: 'regexp_count',
  args: ['text', 'text', 'integer', 'text'],
  optionalArgs: 2,
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  unbounded: true,
  doc: 'The number of matches at or after a character position.',
  examples: [
    ["regexp_count('123456789012', '\\d\\d\\d', 2)", '3'],
    ["regexp_count('abc', '')", '4'],
  ],
  evaluate: ([text, pattern, start = 1, flags = '']) => {
    const offset = startOffset(text, start);
    return [...allMatches(text, pattern, withoutGlobal(flags, 'regexp_count'), offset)].length;
  },
});
