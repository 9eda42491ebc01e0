import { mapCase } from '../../../data/text-case.js';
import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** upper: character by character, so `ß` stays. NULL for NULL. */
export const upper = scalar({
  name: 'upper',
  args: ['text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'All letters in upper case.',
  examples: [
    ["upper('tom')", 'TOM'],
    ["upper('àé ß')", 'ÀÉ ß'],
  ],
  compile: ([text], code) => code.callView('text_upper', text, code.region),
  evaluate: ([text]) => mapCase(text, true),
});
