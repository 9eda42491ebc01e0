import { BOOLEAN } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** ends_with, which PostgreSQL lacks. NULL when any argument is. */
export const endsWith = scalar({
  name: 'ends_with',
  args: ['text', 'text'],
  returns: BOOLEAN,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc: 'True if the first string ends with the second.',
  examples: [
    ["ends_with('alphabet', 'bet')", 't'],
    ["ends_with('a', 'ba')", 'f'],
  ],
  compile: ([text, suffix], code) => code.call('text_ends_with', text, suffix),
  evaluate: ([text, suffix]) => text.endsWith(suffix),
});
