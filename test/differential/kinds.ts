/**
 * Kinds of values that the generator tells apart; several column types share one. Numbers near the limits of their types are `wide`: they are
 * compared, cast and summed, but never multiplied, so that no expression raises.
 */
export type Kind =
  | 'int'
  | 'wide'
  | 'decimal'
  | 'real'
  | 'double'
  | 'text'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'uuid'
  | 'bytea'
  | 'ints'
  | 'texts';

/** The type that a cast to a kind names; every value of the kind fits it. */
export const SQL_TYPES: Readonly<Record<Kind, string>> = {
  int: 'BIGINT',
  wide: 'DECIMAL(38,6)',
  decimal: 'DECIMAL(18,4)',
  real: 'REAL',
  double: 'DOUBLE PRECISION',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  interval: 'INTERVAL',
  uuid: 'UUID',
  bytea: 'BYTEA',
  ints: 'INTEGER[]',
  texts: 'TEXT[]',
};

export const KINDS = Object.keys(SQL_TYPES) as readonly Kind[];

/** Those with min and max in PostgreSQL. */
export const EXTREMES: readonly Kind[] = KINDS.filter((kind) => kind !== 'boolean' && kind !== 'uuid');
