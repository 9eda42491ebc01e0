import { SqlError } from '../../../errors.js';
import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** split_part. NULL when any argument is. */
export const splitPart = scalar({
  name: 'split_part',
  args: ['text', 'text', 'integer'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The n-th part between delimiters, from 1, or from the end for a negative n; empty when there is none. 0 raises 22023.',
  examples: [
    ["split_part('abc~@~def~@~ghi', '~@~', 2)", 'def'],
    ["split_part('abc,def,ghi,jkl', ',', -2)", 'ghi'],
    ["split_part('a,b', ',', 9)", ''],
  ],
  compile: ([text, delimiter, n], code) => code.callView('text_split_part', text, delimiter, n),
  evaluate: ([text, delimiter, n]) => {
    if (n === 0) throw new SqlError('22023', 'field position must not be zero');
    const parts = delimiter === '' ? [text] : text.split(delimiter);
    return parts.at(n > 0 ? n - 1 : n) ?? '';
  },
});
