import { mapCase } from '../../../data/text-case.js';
import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** lower: character by character, whatever the locale. NULL for NULL. */
export const lower = scalar({
  name: 'lower',
  args: ['text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'All letters in lower case.',
  examples: [
    ["lower('TOM')", 'tom'],
    ["lower('ÀÉ')", 'àé'],
  ],
  compile: ([text], code) => code.callView('text_lower', text, code.region),
  evaluate: ([text]) => mapCase(text, false),
});
