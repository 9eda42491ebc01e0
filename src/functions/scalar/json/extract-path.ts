import { JSON_TYPE, TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { follow, nodeText, parseJson } from '../../json/json.js';

/** json_extract_path. NULL when any argument is, or the path leads nowhere. */
export const jsonExtractPath = scalar({
  name: 'json_extract_path',
  args: ['json'],
  variadic: 'text',
  returns: JSON_TYPE,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'What a path of member names and indexes leads to, as JSON.',
  examples: [['json_extract_path(\'{"f2":{"f3":1},"f4":{"f5":99,"f6":"foo"}}\', \'f4\', \'f6\')', '"foo"']],
  evaluate: ([value, ...steps]) => follow(parseJson(value), steps)?.text ?? null,
});

/** json_extract_path_text. NULL when any argument is, or the path leads nowhere. */
export const jsonExtractPathText = scalar({
  name: 'json_extract_path_text',
  args: ['json'],
  variadic: 'text',
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'What a path of member names and indexes leads to, as text.',
  examples: [['json_extract_path_text(\'{"f2":{"f3":1},"f4":{"f5":99,"f6":"foo"}}\', \'f4\', \'f6\')', 'foo']],
  evaluate: ([value, ...steps]) => {
    const node = follow(parseJson(value), steps);
    return node === undefined ? null : nodeText(node);
  },
});
