import { array, TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { groupsOf, regexpExec, splitGlobal, withoutGlobal } from '../../text/regexp.js';

/** regexp_match, and regexp_matches for its first match. NULL when any argument is, or nothing matches. */
export const regexpMatch: readonly ScalarFunction[] = ['regexp_match', 'regexp_matches'].map((name) =>
  scalar({
    name,
    args: ['text', 'text', 'text'],
    optionalArgs: 1,
    returns: array(TEXT),
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: 'The groups of the first match, or the whole match when the pattern has no groups; NULL when there is none.',
    examples:
      name === 'regexp_match'
        ? [
            ["regexp_match('foobarbequebaz', '(bar)(beque)')", '{bar,beque}'],
            ["regexp_match('abc', 'b.')", '{bc}'],
            ["regexp_match('abc', 'x')", 'NULL'],
          ]
        : [],
    evaluate: ([text, pattern, options = '']) => {
      const flags = name === 'regexp_match' ? withoutGlobal(options, name) : splitGlobal(options).flags;
      const match = regexpExec(text, pattern, flags);
      return match === null ? null : groupsOf(match);
    },
  }),
);
