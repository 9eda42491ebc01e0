import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { regexpExec, requirePositive, startOffset, withoutGlobal } from '../../text/regexp.js';

/** regexp_substr. NULL when any argument is, or nothing matches. */
export const regexpSubstr = scalar({
  name: 'regexp_substr',
  args: ['text', 'text', 'integer', 'integer', 'text', 'integer'],
  optionalArgs: 4,
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  unbounded: true,
  doc: 'The n-th match at or after a character position, or one of its groups; NULL when there is none.',
  examples: [
    ["regexp_substr('ABCDEF', 'c(.)(..)', 1, 1, 'i')", 'CDEF'],
    ["regexp_substr('ABCDEF', 'c(.)(..)', 1, 1, 'i', 2)", 'EF'],
    ["regexp_substr('abc', 'x')", 'NULL'],
  ],
  evaluate: ([text, pattern, start = 1, n = 1, flags = '', group = 0]) => {
    const offset = startOffset(text, start);
    requirePositive('n', n);
    requirePositive('subexpr', group, 0);
    const match = regexpExec(text, pattern, withoutGlobal(flags, 'regexp_substr'), offset, n);
    return match?.[group] ?? null;
  },
});
