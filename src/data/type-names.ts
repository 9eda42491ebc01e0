import { SqlError } from '../errors.js';
import {
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
  decimal,
  DOUBLE,
  INTEGER,
  INTERVAL,
  JSON_TYPE,
  MAX_DECIMAL_PRECISION,
  REAL,
  SMALLINT,
  TEXT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
  type SqlType,
} from './types.js';

/**
 * Type names as they may be written wherever a type is named, in lower case, without numeric's, which takes modifiers. Where several name one
 * type, the first is the one that PostgreSQL prints.
 */
export const TYPE_NAMES: Readonly<Record<string, SqlType>> = {
  boolean: BOOLEAN,
  bool: BOOLEAN,
  smallint: SMALLINT,
  int2: SMALLINT,
  integer: INTEGER,
  int: INTEGER,
  int4: INTEGER,
  bigint: BIGINT,
  int8: BIGINT,
  tinyint: SMALLINT,
  hugeint: decimal(38, 0),
  real: REAL,
  float4: REAL,
  float: DOUBLE,
  'double precision': DOUBLE,
  double: DOUBLE,
  float8: DOUBLE,
  text: TEXT,
  string: TEXT,
  'character varying': TEXT,
  varchar: TEXT,
  character: TEXT,
  char: TEXT,
  bytea: BYTEA,
  blob: BYTEA,
  date: DATE,
  'time without time zone': TIME,
  time: TIME,
  'timestamp without time zone': TIMESTAMP,
  timestamp: TIMESTAMP,
  datetime: TIMESTAMP,
  'timestamp with time zone': TIMESTAMPTZ,
  timestamptz: TIMESTAMPTZ,
  interval: INTERVAL,
  uuid: UUID,
  json: JSON_TYPE,
};

/** What `numeric` without modifiers becomes where no expression says more: as a column's type, and from text, REAL or DOUBLE. */
export const PLAIN_NUMERIC = decimal(MAX_DECIMAL_PRECISION, 10);

/** `numeric(precision, scale)`; 22023 when there is no such type. */
export function numericOf(precision: number, scale: number, position?: number): SqlType {
  if (precision < 1 || precision > MAX_DECIMAL_PRECISION)
    throw new SqlError('22023', `NUMERIC precision ${precision} must be between 1 and ${MAX_DECIMAL_PRECISION}`, { position });
  if (scale < 0 || scale > precision)
    throw new SqlError('22023', `NUMERIC scale ${scale} must be between 0 and precision ${precision}`, { position });
  return decimal(precision, scale);
}
