import { array, TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** string_to_array. A NULL delimiter splits into characters; NULL only for a NULL string. */
export const stringToArray = scalar({
  name: 'string_to_array',
  args: ['text', 'text', 'text'],
  optionalArgs: 1,
  returns: array(TEXT),
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'The parts of the string between delimiters, one per character when the delimiter is NULL; parts equal to the third argument become NULL.',
  examples: [
    ["string_to_array('xx~~yy~~zz', '~~', 'yy')", '{xx,NULL,zz}'],
    ["string_to_array('abc', NULL)", '{a,b,c}'],
    ["string_to_array('', ',')", '{}'],
    ["string_to_array('a,b', '')", '{"a,b"}'],
  ],
  evaluate: ([text, delimiter, nullText = null]) => {
    if (text === null) return null;
    if (text === '') return [];
    const parts: string[] = delimiter === null ? [...text] : delimiter === '' ? [text] : text.split(delimiter);
    return parts.map((part) => (part === nullText ? null : part));
  },
});
