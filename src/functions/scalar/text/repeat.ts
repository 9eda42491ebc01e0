import { SqlError } from '../../../errors.js';
import { TEXT } from '../../../data/types.js';
import { MAX_TEXT_BYTES } from '../../text/characters.js';
import { scalar } from '../../define.js';

/** repeat. NULL when any argument is. */
export const repeat = scalar({
  name: 'repeat',
  args: ['text', 'integer'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The string n times; empty when n is not positive. More than 256 MiB raises 54000.',
  examples: [
    ["repeat('Pg', 4)", 'PgPgPgPg'],
    ["repeat('x', -1)", ''],
  ],
  compile: ([text, count], code) => code.callView('text_repeat', text, count, code.region),
  evaluate: ([text, count]) => {
    if (Buffer.byteLength(text) * count > MAX_TEXT_BYTES) throw new SqlError('54000', 'requested length too large');
    return text.repeat(Math.max(0, count));
  },
});
