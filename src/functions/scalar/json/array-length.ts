import { INTEGER } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar } from '../../define.js';
import { parseJson } from '../../json/json.js';

/** json_array_length. NULL for NULL. */
export const jsonArrayLength = scalar({
  name: 'json_array_length',
  args: ['json'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The number of elements of a JSON array; 22023 for anything else.',
  examples: [['json_array_length(\'[1,2,3,{"f1":1},4]\')', '5']],
  evaluate: ([value]) => {
    const node = parseJson(value);
    if (node.kind === 'array') return node.elements.length;
    throw new SqlError('22023', `cannot get array length of a ${node.kind === 'object' ? 'non-array' : 'scalar'}`);
  },
});
