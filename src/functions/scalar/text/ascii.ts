import { INTEGER } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** ascii. NULL for NULL. */
export const ascii = scalar({
  name: 'ascii',
  args: ['text'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc: 'The code point of the first character; 0 for an empty string.',
  examples: [
    ["ascii('x')", '120'],
    ["ascii('€')", '8364'],
    ["ascii('')", '0'],
  ],
  compile: ([text], code) => code.call('text_ascii', text),
  evaluate: ([text]) => text.codePointAt(0) ?? 0,
});
