import { TEXT, typeName, type SqlType } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** The name without precision and scale, as a regtype prints. */
const plainName = (type: SqlType): string =>
  type.kind === 'decimal' ? 'numeric' : type.kind === 'array' ? `${plainName(type.element)}[]` : typeName(type);

/** pg_typeof: as text, where PostgreSQL gives a regtype; an untyped literal is text. Never NULL. */
export const pgTypeof = scalar({
  name: 'pg_typeof',
  args: ['any'],
  returns: TEXT,
  nulls: 'custom',
  volatility: 'immutable',
  doc: 'The name of the type of a value.',
  examples: [
    ['pg_typeof(33)', 'integer'],
    ['pg_typeof(1.5)', 'numeric'],
    ["pg_typeof(date '2020-01-01')", 'date'],
    ['pg_typeof(ARRAY[1])', 'integer[]'],
  ],
  evaluate: (_, { args }) => plainName(args[0]),
});
