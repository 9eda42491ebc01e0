import { TEXT } from '../../../data/types.js';
import { countCharacters, sliceCharacters } from '../../text/characters.js';
import { scalar } from '../../define.js';

/** right. NULL when any argument is. */
export const right = scalar({
  name: 'right',
  args: ['text', 'integer'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The last n characters, or all but the first −n.',
  examples: [
    ["right('abcde', 2)", 'de'],
    ["right('abcde', -2)", 'cde'],
    ["right('abc', 9)", 'abc'],
  ],
  compile: ([text, count], code) => code.callView('text_right', text, count),
  evaluate: ([text, count]) => sliceCharacters(text, count >= 0 ? Math.max(0, countCharacters(text) - count) : -count, Infinity),
});
