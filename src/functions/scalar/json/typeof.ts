import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { parseJson } from '../../json/json.js';

/** json_typeof. NULL for NULL, `null` for JSON's null. */
export const jsonTypeof = scalar({
  name: 'json_typeof',
  args: ['json'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The kind of a JSON value: object, array, string, number, boolean or null.',
  examples: [
    ["json_typeof('-123.4')", 'number'],
    ["json_typeof('null')", 'null'],
    ["json_typeof('{}')", 'object'],
  ],
  evaluate: ([value]) => parseJson(value).kind,
});
