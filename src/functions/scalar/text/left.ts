import { TEXT } from '../../../data/types.js';
import { countCharacters, sliceCharacters } from '../../text/characters.js';
import { scalar } from '../../define.js';

/** left. NULL when any argument is. */
export const left = scalar({
  name: 'left',
  args: ['text', 'integer'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The first n characters, or all but the last −n.',
  examples: [
    ["left('abcde', 2)", 'ab'],
    ["left('abcde', -2)", 'abc'],
    ["left('abc', 9)", 'abc'],
  ],
  compile: ([text, count], code) => code.callView('text_left', text, count),
  evaluate: ([text, count]) => sliceCharacters(text, 0, count >= 0 ? count : Math.max(0, countCharacters(text) + count)),
});
