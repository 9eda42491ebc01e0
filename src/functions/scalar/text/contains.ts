import { BOOLEAN } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** contains, which PostgreSQL lacks. NULL when any argument is. */
export const contains = scalar({
  name: 'contains',
  args: ['text', 'text'],
  returns: BOOLEAN,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc: 'True if the second string occurs in the first.',
  examples: [
    ["contains('alphabet', 'hab')", 't'],
    ["contains('alphabet', '')", 't'],
  ],
  compile: ([text, needle], code) => code.call('text_contains', text, needle),
  evaluate: ([text, needle]) => text.includes(needle),
});
