import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** translate. NULL when any argument is. */
export const translate = scalar({
  name: 'translate',
  args: ['text', 'text', 'text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Each character of the second argument replaced by the one at its place in the third, or removed when there is none.',
  examples: [
    ["translate('12345', '143', 'ax')", 'a2x5'],
    ["translate('aab', 'aa', 'xy')", 'xxb'],
  ],
  evaluate: ([text, from, to]) => {
    const targets = [...to];
    const map = new Map<string, string>();
    for (const [i, character] of [...from].entries()) if (!map.has(character)) map.set(character, targets[i] ?? '');
    return [...text].map((character) => map.get(character) ?? character).join('');
  },
});
