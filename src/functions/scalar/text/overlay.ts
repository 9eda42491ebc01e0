import { SqlError } from '../../../errors.js';
import { TEXT } from '../../../data/types.js';
import { countCharacters, sliceCharacters } from '../../text/characters.js';
import { scalar } from '../../define.js';

/** overlay, whose arguments come as (text, new, start, count). NULL when any argument is. */
export const overlay = scalar({
  name: 'overlay',
  args: ['text', 'text', 'integer', 'integer'],
  optionalArgs: 1,
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The characters from `start`, as many as `count` or as the new string has, replaced by the new string.',
  examples: [
    ["overlay('Txxxxas' placing 'hom' from 2 for 4)", 'Thomas'],
    ["overlay('abcdef' placing 'XY' from 3)", 'abXYef'],
  ],
  evaluate: ([text, replacement, start, count = countCharacters(replacement)]) => {
    if (start <= 0) throw new SqlError('22011', 'negative substring length not allowed');
    return sliceCharacters(text, 0, start - 1) + replacement + sliceCharacters(text, Math.max(0, start - 1 + count), Infinity);
  },
});
