import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { formatValue } from '../../../data/format.js';

/** concat: NULL arguments are left out, so it is never NULL. */
export const concat = scalar({
  name: 'concat',
  args: [],
  variadic: 'any',
  returns: TEXT,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'All arguments as text, one after the other; NULLs are left out.',
  examples: [["concat('abcde', 2, NULL, 22)", 'abcde222'], ['concat(NULL, NULL)', ''], ['concat(true)', 't']],
  evaluate: (args, context) => args.map((value, i) => (value === null ? '' : formatValue(value, context.args[i], context.timeZone))).join(''),
});

/** concat_ws: NULL only when the separator is. */
export const concatWs = scalar({
  name: 'concat_ws',
  args: ['text'],
  variadic: 'any',
  returns: TEXT,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'All arguments but the first as text, separated by the first; NULLs are left out.',
  examples: [["concat_ws(',', 'abcde', 2, NULL, 22)", 'abcde,2,22'], ["concat_ws(NULL, 'a', 'b')", 'NULL']],
  evaluate: ([separator, ...values], context) =>
    separator === null
      ? null
      : values.flatMap((value, i) => (value === null ? [] : [formatValue(value, context.args[i + 1], context.timeZone)])).join(separator),
});
