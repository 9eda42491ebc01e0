import { mapCase } from '../../../data/text-case.js';
import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** initcap: words are runs of letters and digits. NULL for NULL. */
export const initcap = scalar({
  name: 'initcap',
  args: ['text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The first letter of each word in upper case, the others in lower case.',
  examples: [
    ["initcap('hi THOMAS')", 'Hi Thomas'],
    ["initcap('a1b o''neil')", "A1b O'Neil"],
  ],
  evaluate: ([text]) =>
    text.replace(/[\p{L}\p{N}]+/gu, (word: string) => {
      const [first, ...rest] = word;
      return mapCase(first, true) + mapCase(rest.join(''), false);
    }),
});
