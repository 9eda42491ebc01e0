import { BOOLEAN } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { matchesForm } from '../../text/regexp-program/forms.js';
import { regexpTest } from '../../text/regexp.js';

const OPERATORS = [
  {
    name: '~',
    flags: '',
    negated: false,
    examples: [
      ["'thomas' ~ 't.*ma'", 't'],
      ["'abc' ~ '\\mb'", 'f'],
      ["'é1' ~ '^\\w\\d$'", 't'],
      ["E'a\\nb' ~ 'a.b'", 't'],
    ],
  },
  { name: '~*', flags: 'i', negated: false, examples: [["'thomas' ~* 'T.*MA'", 't']] },
  { name: '!~', flags: '', negated: true, examples: [["'thomas' !~ 't.*max'", 't']] },
  { name: '!~*', flags: 'i', negated: true, examples: [["'thomas' !~* 'T.*MA'", 'f']] },
] as const;

/** `~`, `~*`, `!~` and `!~*`. NULL when either side is. */
export const regexpOperators: readonly ScalarFunction[] = OPERATORS.map(({ name, flags, negated, examples }) =>
  scalar({
    name,
    args: ['text', 'text'],
    returns: BOOLEAN,
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: `True if the string ${negated ? 'does not match' : 'matches'} the regular expression somewhere${flags === '' ? '' : ', whatever the case'}.`,
    examples,
    specialize: ([, pattern]) => (typeof pattern === 'string' ? matchesForm(pattern, flags, negated) : undefined),
    evaluate: ([text, pattern]) => regexpTest(text, pattern, flags) !== negated,
  }),
);
