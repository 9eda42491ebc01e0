import { SqlError } from '../../../errors.js';
import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** chr. NULL for NULL. */
export const chr = scalar({
  name: 'chr',
  args: ['integer'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The character with this code point; 22023 or 54000 when there is none.',
  examples: [
    ['chr(65)', 'A'],
    ['chr(8364)', '€'],
  ],
  evaluate: ([codePoint]) => {
    if (codePoint === 0) throw new SqlError('54000', 'null character not permitted');
    if (codePoint < 0) throw new SqlError('22023', 'character number must be positive');
    if (codePoint > 0x10ffff) throw new SqlError('54000', 'requested character too large for encoding: ' + codePoint);
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) throw new SqlError('54000', 'requested character not valid for encoding: ' + codePoint);
    return String.fromCodePoint(codePoint);
  },
});
