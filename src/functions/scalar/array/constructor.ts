import { array } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** `array`, which is ARRAY[…]. Elements may be NULL; the array never is. */
export const arrayConstructor = scalar({
  name: 'array',
  args: [],
  variadic: 'element',
  returns: ([element]) => array(element ?? { kind: 'text' }),
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'An array of the arguments, in their common type.',
  examples: [
    ['ARRAY[1, 2, 3 + 4]', '{1,2,7}'],
    ["ARRAY['a', NULL, 'b c']", '{a,NULL,"b c"}'],
  ],
  evaluate: (args) => [...args],
});
