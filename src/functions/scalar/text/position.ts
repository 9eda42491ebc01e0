import { INTEGER } from '../../../data/types.js';
import { countCharacters } from '../../text/characters.js';
import { scalar, type ScalarFunction } from '../../define.js';

const find = (text: string, needle: string): number => {
  const at = text.indexOf(needle);
  return at < 0 ? 0 : countCharacters(text.slice(0, at)) + 1;
};

/** strpos, and position, whose arguments come as (text, substring) from POSITION(substring IN text). NULL when any argument is. */
export const position: readonly ScalarFunction[] = ['position', 'strpos'].flatMap((name) => [
  scalar({
    name,
    args: ['text', 'text'],
    returns: INTEGER,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'Where the second argument first occurs in the first, in characters from 1; 0 when it does not.',
    examples:
      name === 'strpos'
        ? [
            ["strpos('high', 'ig')", '2'],
            ["strpos('žluť', 'u')", '3'],
            ["strpos('abc', '')", '1'],
          ]
        : [["position('om' in 'Thomas')", '3']],
    compile: ([text, needle], code) => code.call('text_position', text, needle),
    evaluate: ([text, needle]) => find(text, needle),
  }),
  ...(name === 'strpos'
    ? []
    : [
        scalar({
          name,
          args: ['bytea', 'bytea'],
          returns: INTEGER,
          nulls: 'propagate',
          volatility: 'immutable',
          total: true,
          doc: 'Where the second argument first occurs in the first, in bytes from 1; 0 when it does not.',
          examples: [["position('\\x5678'::bytea in '\\x1234567890'::bytea)", '3']],
          compile: ([bytes, needle], code) => code.call('bytes_position', bytes, needle),
          evaluate: ([bytes, needle]) => Buffer.from(bytes).indexOf(needle) + 1,
        }),
      ]),
]);
