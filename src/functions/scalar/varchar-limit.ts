import { TEXT } from '../../data/types.js';
import { SqlError } from '../../errors.js';
import { scalar } from '../define.js';

/**
 * The conversion to VARCHAR(n), for the binder: cuts to n characters when the cast is explicit; otherwise only blanks may be cut off, and
 * anything else raises 22001. NULL when any argument is.
 */
export const varcharLimit = scalar({
  name: 'varchar_limit',
  args: ['text', 'integer', 'boolean'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Internal: a string limited to a number of characters, cut if the third argument is true.',
  examples: [
    ["varchar_limit('abcdef', 3, true)", 'abc'],
    ["varchar_limit('ab  ', 2, false)", 'ab'],
  ],
  evaluate: ([text, limit, isExplicit]) => {
    if (text.length <= limit) return text;
    const characters = [...text];
    if (characters.length <= limit) return text;
    if (!isExplicit && !/^ *$/.test(characters.slice(limit).join(''))) {
      throw new SqlError('22001', `value too long for type character varying(${limit})`);
    }
    return characters.slice(0, limit).join('');
  },
});

/** The conversion to CHAR(n), for the binder: as varchar_limit, and shorter strings are not padded (blanks at the end mean nothing). NULL when any argument is. */
export const charLimit = scalar({
  name: 'char_limit',
  args: ['text', 'integer', 'boolean'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Internal: a string as CHAR(n), without trailing blanks.',
  examples: [
    ["char_limit('abcdef', 3, true)", 'abc'],
    ["char_limit('a  ', 3, false)", 'a'],
  ],
  evaluate: ([text, limit, isExplicit]) => {
    const characters = [...text.replace(/ +$/, '')];
    if (characters.length <= limit) return characters.join('');
    if (!isExplicit) throw new SqlError('22001', `value too long for type character(${limit})`);
    return characters.slice(0, limit).join('').replace(/ +$/, '');
  },
});
