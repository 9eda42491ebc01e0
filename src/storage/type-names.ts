import {
  decimal,
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
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
} from '../data/types.js';
import { SqlError } from '../errors.js';

const DEFAULT_DECIMAL: SqlType = decimal(MAX_DECIMAL_PRECISION, 10);

const BY_NAME: Readonly<Record<string, SqlType>> = {
  boolean: BOOLEAN,
  bool: BOOLEAN,
  smallint: SMALLINT,
  int2: SMALLINT,
  integer: INTEGER,
  int: INTEGER,
  int4: INTEGER,
  bigint: BIGINT,
  int8: BIGINT,
  long: BIGINT,
  real: REAL,
  float4: REAL,
  'double precision': DOUBLE,
  double: DOUBLE,
  float8: DOUBLE,
  float: DOUBLE,
  numeric: DEFAULT_DECIMAL,
  decimal: DEFAULT_DECIMAL,
  dec: DEFAULT_DECIMAL,
  text: TEXT,
  varchar: TEXT,
  'character varying': TEXT,
  string: TEXT,
  char: TEXT,
  character: TEXT,
  bytea: BYTEA,
  blob: BYTEA,
  date: DATE,
  time: TIME,
  'time without time zone': TIME,
  timestamp: TIMESTAMP,
  datetime: TIMESTAMP,
  'timestamp without time zone': TIMESTAMP,
  timestamptz: TIMESTAMPTZ,
  'timestamp with time zone': TIMESTAMPTZ,
  interval: INTERVAL,
  uuid: UUID,
  json: JSON_TYPE,
};

/** The type that a name in an option's text stands for, as `numeric(10,2)` or `timestamp with time zone`; 42704 when there is none. */
export function parseTypeName(text: string): SqlType {
  const [, name, modifiers] = /^\s*([a-z0-9 ]+?)\s*(?:\(\s*(\d+(?:\s*,\s*\d+)?)\s*\))?\s*$/i.exec(text) ?? [];
  const type = name === undefined ? undefined : BY_NAME[name.toLowerCase().replace(/\s+/g, ' ')];
  if (type === undefined) throw new SqlError('42704', `type "${text.trim()}" does not exist`);
  if (type.kind !== 'decimal' || modifiers === undefined) return type;
  const [precision, scale = 0] = modifiers.split(',').map(Number);
  if (precision < 1 || precision > MAX_DECIMAL_PRECISION) {
    throw new SqlError('22023', `NUMERIC precision ${precision} must be between 1 and ${MAX_DECIMAL_PRECISION}`);
  }
  if (scale > precision) throw new SqlError('22023', `NUMERIC scale ${scale} must be between 0 and precision ${precision}`);
  return decimal(precision, scale);
}
