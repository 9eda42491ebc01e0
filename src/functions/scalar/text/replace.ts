import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** replace. NULL when any argument is. */
export const replace = scalar({
  name: 'replace',
  args: ['text', 'text', 'text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Every occurrence of the second argument replaced by the third; an empty one occurs nowhere.',
  examples: [
    ["replace('abcdefabcdef', 'cd', 'XX')", 'abXXefabXXef'],
    ["replace('aaa', 'aa', 'b')", 'ba'],
    ["replace('abc', '', 'x')", 'abc'],
  ],
  compile: ([text, from, to], code) => code.callView('text_replace', text, from, to, code.region),
  evaluate: ([text, from, to]) => (from === '' ? text : text.replaceAll(from, () => to)),
});
