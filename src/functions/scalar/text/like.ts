import { BOOLEAN } from '../../../data/types.js';
import type { Code, Value } from '../../code.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { likeMatches } from '../../text/like-pattern.js';

interface LikeForm {
  readonly names: readonly string[];
  readonly ignoresCase: boolean;
  readonly negated: boolean;
  readonly examples: readonly (readonly [string, string])[];
}

function likeFunctions({ names, ignoresCase, negated, examples }: LikeForm): ScalarFunction[] {
  const fold = (text: Value, code: Code): Value => (ignoresCase ? code.callView('text_lower', text, code.region) : text);
  return names.map((name, i) =>
    scalar({
      name,
      args: ['text', 'text', 'text'],
      optionalArgs: 1,
      returns: BOOLEAN,
      nulls: 'propagate',
      volatility: 'immutable',
      unbounded: true,
      doc: `Whether the string ${negated ? 'does not match' : 'matches'} a pattern${ignoresCase ? ', whatever the case' : ''}: % stands for any characters, _ for one. The third argument is the escape, \\ when left out, none when empty; it must be ASCII.`,
      examples: i === 0 ? examples : [],
      compile: ([text, pattern, escape = undefined], code) => {
        const matches =
          escape === undefined
            ? code.call('text_like', fold(text, code), fold(pattern, code))
            : code.call('text_like_escape', fold(text, code), fold(pattern, code), fold(escape, code));
        return negated ? code.op('i32.eqz', matches) : matches;
      },
      evaluate: ([text, pattern, escape = '\\']) => likeMatches(text, pattern, escape, ignoresCase) !== negated,
    }),
  );
}

/** like, ilike and the operators behind LIKE and ILIKE. NULL when any argument is. */
export const like: readonly ScalarFunction[] = [
  ...likeFunctions({
    names: ['like', '~~'],
    ignoresCase: false,
    negated: false,
    examples: [
      ["'abc' LIKE 'a%'", 't'],
      ["'abc' LIKE '_b_'", 't'],
      ["'abc' LIKE 'c'", 'f'],
      ["'žluť' LIKE '_l__'", 't'],
      ["'10%' LIKE '10!%' ESCAPE '!'", 't'],
      ["'a_c' LIKE 'a\\_c'", 't'],
      ["'abc' LIKE NULL", 'NULL'],
    ],
  }),
  ...likeFunctions({ names: ['not_like', '!~~'], ignoresCase: false, negated: true, examples: [["'abc' NOT LIKE 'a%'", 'f']] }),
  ...likeFunctions({
    names: ['ilike', '~~*'],
    ignoresCase: true,
    negated: false,
    examples: [
      ["'ABC' ILIKE 'a%'", 't'],
      ["'ÀB' ILIKE 'à_'", 't'],
    ],
  }),
  ...likeFunctions({ names: ['not_ilike', '!~~*'], ignoresCase: true, negated: true, examples: [["'ABC' NOT ILIKE 'a%'", 'f']] }),
];
