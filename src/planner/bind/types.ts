import {
  array,
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
  decimal,
  decimalOfInteger,
  DOUBLE,
  INTEGER,
  INTERVAL,
  isInteger,
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
} from '../../data/types.js';
import { SqlError, unsupported } from '../../errors.js';
import { didYouMean } from '../../data/did-you-mean.js';
import type { TypeNameNode } from '../../sql/ast.js';

/**
 * Type names as they may be written, in lower case. Where several name one type, the first is the one that PostgreSQL prints.
 * `varchar(n)` and `char(n)` are TEXT: a cast to them cuts the string to n characters, a column does not check its length.
 */
const NAMES: Readonly<Record<string, SqlType>> = {
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
  '"char"': TEXT,
  bpchar: TEXT,
  name: TEXT,
  regclass: TEXT,
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
  jsonb: JSON_TYPE,
  oid: BIGINT,
};

/** What `numeric` without modifiers becomes where no expression says more: as a column's type, and from text, REAL or DOUBLE. */
export const PLAIN_NUMERIC = decimal(MAX_DECIMAL_PRECISION, 10);

const isNumericName = (name: string): boolean => name === 'numeric' || name === 'decimal';

/** The cut that a cast to `varchar(n)` or `char(n)` makes, in characters. */
export function lengthLimit(node: TypeNameNode): number | undefined {
  const limited = node.name === 'character varying' || node.name === 'varchar' || node.name === 'character' || node.name === 'char';
  return limited && node.arrayDimensions === 0 && node.modifiers.length === 1 ? node.modifiers[0] : undefined;
}

/**
 * The type that a written name means; 42704 when there is none.
 *
 * `numeric` without modifiers depends on what is cast, `from`: a decimal keeps its precision and scale, an integer becomes the decimal that
 * holds it, everything else DECIMAL(38,10). `numeric(p)` is DECIMAL(p,0).
 */
export function resolveTypeName(node: TypeNameNode, from?: SqlType): SqlType {
  let type = isNumericName(node.name) ? numericType(node, from) : NAMES[node.name];
  if (type === undefined) throw undefinedType(node);
  for (let i = 0; i < node.arrayDimensions; i++) type = array(type);
  return type;
}

function numericType(node: TypeNameNode, from: SqlType | undefined): SqlType {
  const [precision, scale = 0] = node.modifiers;
  if (precision === undefined) {
    if (from !== undefined && node.arrayDimensions === 0 && (from.kind === 'decimal' || isInteger(from))) return decimalOfInteger(from);
    return PLAIN_NUMERIC;
  }
  if (precision < 1 || precision > MAX_DECIMAL_PRECISION) {
    throw new SqlError('22023', `NUMERIC precision ${precision} must be between 1 and ${MAX_DECIMAL_PRECISION}`, { position: node.at });
  }
  if (scale < 0 || scale > precision)
    throw new SqlError('22023', `NUMERIC scale ${scale} must be between 0 and precision ${precision}`, { position: node.at });
  return decimal(precision, scale);
}

function undefinedType(node: TypeNameNode): SqlError {
  if (['time with time zone', 'timetz', 'bit', 'bit varying', 'xml', 'money', 'inet', 'cidr', 'point'].includes(node.name)) {
    return unsupported(`type ${node.name}`, node.at);
  }
  const near = didYouMean(node.name, [...Object.keys(NAMES), 'numeric', 'decimal']);
  return new SqlError('42704', `type "${node.name}" does not exist`, { position: node.at, hint: near && `Did you mean "${near}"?` });
}

/** The smallest decimal type that writes `digits` (an optional sign, digits, an optional point) exactly; undefined past 38 digits. */
export function decimalOfText(digits: string): (SqlType & { kind: 'decimal' }) | undefined {
  const match = /^\s*[+-]?0*(\d*)(?:\.(\d*))?\s*$/.exec(digits);
  if (match === null || (match[1] === '' && !/\d/.test(digits))) return undefined;
  const scale = match[2]?.length ?? 0;
  const precision = Math.max(1, match[1].length + scale);
  return precision > MAX_DECIMAL_PRECISION ? undefined : { kind: 'decimal', precision, scale };
}
