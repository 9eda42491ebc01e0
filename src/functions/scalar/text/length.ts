import { INTEGER } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { countCharacters } from '../../text/characters.js';

/** length and its other spellings: characters are code points. NULL for NULL. */
export const length: readonly ScalarFunction[] = [
  ...['length', 'char_length', 'character_length'].map((name, i) =>
    scalar({
      name,
      args: ['text'],
      returns: INTEGER,
      nulls: 'propagate',
      volatility: 'immutable',
      total: true,
      doc: 'The number of characters.',
      examples:
        i > 0
          ? []
          : [
              ["length('jose')", '4'],
              ["length('žluť')", '4'],
              ["length('')", '0'],
              ["char_length('😀')", '1'],
              ['length(NULL)', 'NULL'],
            ],
      compile: ([text], code) => code.call('text_length', text),
      evaluate: ([text]) => countCharacters(text),
    }),
  ),
  scalar({
    name: 'length',
    args: ['bytea'],
    returns: INTEGER,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'The number of bytes.',
    examples: [["length('\\x1234'::bytea)", '2']],
    compile: ([bytes], code) => code.load('i32.load', code.addressOf(bytes)),
    evaluate: ([bytes]) => bytes.length,
  }),
];
