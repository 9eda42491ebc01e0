import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** reverse. NULL for NULL. */
export const reverse = scalar({
  name: 'reverse',
  args: ['text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The characters in reverse order.',
  examples: [
    ["reverse('abcde')", 'edcba'],
    ["reverse('žluť')", 'ťulž'],
  ],
  compile: ([text], code) => code.callView('text_reverse', text, code.region),
  evaluate: ([text]) => [...text].reverse().join(''),
});
