import { decimal, type SqlType } from '../../../data/types.js';
import { numberShape, readNumber } from '../../templates/number-from-char.js';
import { scalar } from '../../define.js';

/** to_number: DECIMAL with the template's digits, (38, 10) where it is not a constant. NULL when any argument is. */
export const toNumber = scalar({
  name: 'to_number',
  args: ['text', 'text'],
  returns: (_, constants) => {
    const template = constants?.[1];
    if (typeof template !== 'string') return decimal(38, 10);
    const { precision, scale } = numberShape(template);
    return decimal(precision, scale);
  },
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The number that text tells by a template; 22P02 when it has no digits.',
  examples: [
    ["to_number('12,454.8-', '99G999D9S')", '-12454.8'],
    ["to_number('-34,338,492', '99G999G999')", '-34338492'],
  ],
  evaluate: ([text, template], { returns }) => readNumber(text, template, (returns as SqlType & { kind: 'decimal' }).scale),
});
