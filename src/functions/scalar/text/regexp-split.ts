import { array, TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { regexpSplit, withoutGlobal } from '../../text/regexp.js';

/** regexp_split_to_array. NULL when any argument is. */
export const regexpSplitToArray = scalar({
  name: 'regexp_split_to_array',
  args: ['text', 'text', 'text'],
  optionalArgs: 1,
  returns: array(TEXT),
  nulls: 'propagate',
  volatility: 'immutable',
  unbounded: true,
  doc: 'The parts of the string between matches of the regular expression.',
  examples: [
    ["regexp_split_to_array('hello world', '\\s+')", '{hello,world}'],
    ["regexp_split_to_array('the fox', '\\s*')", '{t,h,e,f,o,x}'],
    ["regexp_split_to_array('abc', 'x')", '{abc}'],
  ],
  evaluate: ([text, pattern, flags = '']) => regexpSplit(text, pattern, withoutGlobal(flags, 'regexp_split_to_array')),
});
