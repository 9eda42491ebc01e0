import { BOOLEAN } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { similarMatches } from '../../text/similar.js';

/** similar_to, which is SIMILAR TO. NULL when any argument is. */
export const similarTo: readonly ScalarFunction[] = ['similar to', 'similar_to'].map((name) =>
  scalar({
    name,
    args: ['text', 'text', 'text'],
    optionalArgs: 1,
    returns: BOOLEAN,
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc: 'Whether the whole string matches an SQL regular expression: % and _ as in LIKE, and | * + ? {m,n} ( ) [ ]. The third argument is the escape, \\ when left out.',
    examples:
      name === 'similar_to'
        ? []
        : [
            ["'abc' SIMILAR TO 'abc'", 't'],
            ["'abc' SIMILAR TO 'a'", 'f'],
            ["'abc' SIMILAR TO '%(b|d)%'", 't'],
            ["'abc' SIMILAR TO '(b|c)%'", 'f'],
            ["'a.c' SIMILAR TO 'a.c'", 't'],
            ["'abc' SIMILAR TO 'a.c'", 'f'],
          ],
    evaluate: ([text, pattern, escape = '\\']) => similarMatches(text, pattern, escape),
  }),
);
