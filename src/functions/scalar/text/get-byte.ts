import { SqlError } from '../../../errors.js';
import { BYTEA, INTEGER } from '../../../data/types.js';
import { scalar } from '../../define.js';

const outside = (index: number, length: number): SqlError => new SqlError('2202E', `index ${index} out of valid range, 0..${length - 1}`);

/** get_byte. NULL when any argument is. */
export const getByte = scalar({
  name: 'get_byte',
  args: ['bytea', 'integer'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The byte at a position, from 0; 2202E outside the string.',
  examples: [["get_byte('\\x1234567890'::bytea, 4)", '144']],
  evaluate: ([bytes, index]) => {
    if (index < 0 || index >= bytes.length) throw outside(index, bytes.length);
    return bytes[index];
  },
});

/** set_byte. NULL when any argument is. */
export const setByte = scalar({
  name: 'set_byte',
  args: ['bytea', 'integer', 'integer'],
  returns: BYTEA,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The string with the byte at a position, from 0, replaced; 2202E outside the string.',
  examples: [["set_byte('\\x1234567890'::bytea, 4, 64)", '\\x1234567840']],
  evaluate: ([bytes, index, value]) => {
    if (index < 0 || index >= bytes.length) throw outside(index, bytes.length);
    const copy = Uint8Array.from(bytes);
    copy[index] = value;
    return copy;
  },
});
