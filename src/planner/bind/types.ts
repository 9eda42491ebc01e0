import { numericOf, PLAIN_NUMERIC, TYPE_NAMES } from '../../data/type-names.js';
import { array, BIGINT, decimalOfInteger, isInteger, JSON_TYPE, MAX_DECIMAL_PRECISION, TEXT, type SqlType } from '../../data/types.js';
import { SqlError, unsupported } from '../../errors.js';
import { didYouMean } from '../../data/did-you-mean.js';
import type { TypeNameNode } from '../../sql/ast.js';

/** Names that only PostgreSQL's catalogs and clients use stand beside the ordinary ones. */
const NAMES: Readonly<Record<string, SqlType>> = {
  ...TYPE_NAMES,
  '"char"': TEXT,
  bpchar: TEXT,
  name: TEXT,
  regclass: TEXT,
  jsonb: JSON_TYPE,
  oid: BIGINT,
};

const isNumericName = (name: string): boolean => name === 'numeric' || name === 'decimal';

/**
 * The cut that a cast to `varchar(n)` or `char(n)` makes, in characters; both are TEXT, and a column does not check its length.
 */
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
  let type = isNumericName(node.name) ? numericType(node, from) : Object.hasOwn(NAMES, node.name) ? NAMES[node.name] : undefined;
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
  return numericOf(precision, scale, node.at);
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
