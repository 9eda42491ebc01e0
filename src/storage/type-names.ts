import { numericOf, PLAIN_NUMERIC, TYPE_NAMES } from '../data/type-names.js';
import { BIGINT, type SqlType } from '../data/types.js';
import { SqlError } from '../errors.js';

/** Options name types without a parser, which would know these. */
const BY_NAME: Readonly<Record<string, SqlType>> = {
  ...TYPE_NAMES,
  long: BIGINT,
  numeric: PLAIN_NUMERIC,
  decimal: PLAIN_NUMERIC,
  dec: PLAIN_NUMERIC,
};

/** The type that a name in an option's text stands for, as `numeric(10,2)` or `timestamp with time zone`; 42704 when there is none. */
export function parseTypeName(text: string): SqlType {
  const [, name, modifiers] = /^\s*([a-z0-9 ]+?)\s*(?:\(\s*(\d+(?:\s*,\s*\d+)?)\s*\))?\s*$/i.exec(text) ?? [];
  const key = name?.toLowerCase().replace(/\s+/g, ' ');
  const type = key !== undefined && Object.hasOwn(BY_NAME, key) ? BY_NAME[key] : undefined;
  if (type === undefined) throw new SqlError('42704', `type "${text.trim()}" does not exist`);
  if (type.kind !== 'decimal' || modifiers === undefined) return type;
  const [precision, scale = 0] = modifiers.split(',').map(Number);
  return numericOf(precision, scale);
}
