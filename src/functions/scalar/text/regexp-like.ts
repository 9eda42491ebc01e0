import { BOOLEAN } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { matchesForm } from '../../text/regexp-program/forms.js';
import { regexpTest, withoutGlobal } from '../../text/regexp.js';

/** regexp_like. NULL when any argument is. */
export const regexpLike = scalar({
  name: 'regexp_like',
  args: ['text', 'text', 'text'],
  optionalArgs: 1,
  returns: BOOLEAN,
  nulls: 'propagate',
  volatility: 'immutable',
  unbounded: true,
  doc: 'True if the string matches the regular expression somewhere.',
  examples: [
    ["regexp_like('Hello World', 'world$', 'i')", 't'],
    ["regexp_like('Hello', 'x')", 'f'],
  ],
  specialize: ([, pattern, flags = '']) =>
    typeof pattern === 'string' && typeof flags === 'string' && !flags.includes('g') ? matchesForm(pattern, flags, false) : undefined,
  evaluate: ([text, pattern, flags = '']) => regexpTest(text, pattern, withoutGlobal(flags, 'regexp_like')),
});
