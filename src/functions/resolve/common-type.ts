import {
  array,
  decimal,
  decimalOfInteger,
  isInteger,
  isNumeric,
  MAX_DECIMAL_PRECISION,
  sameType,
  TEXT,
  DOUBLE,
  typeName,
  type SqlType,
} from '../../data/types.js';
import { typeMismatch } from '../../errors.js';
import { findCast } from './find-cast.js';
import { categoryOf, isPreferred } from './type-category.js';

type Decimal = SqlType & { kind: 'decimal' };

/** The decimal that holds the whole digits and the scale of both; precision stops at 38, where large values raise 22003. */
export function unifyDecimals(a: Decimal, b: Decimal): SqlType {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  return decimal(Math.min(MAX_DECIMAL_PRECISION, whole + scale), scale);
}

const asDecimal = (type: SqlType): Decimal => decimalOfInteger(type);

/** The type both convert to without a cast being written, or undefined. */
function common(a: SqlType, b: SqlType): SqlType | undefined {
  if (a.kind === 'unknown' || sameType(a, b)) return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'decimal' && (b.kind === 'decimal' || isInteger(b))) return unifyDecimals(a, asDecimal(b));
  if (b.kind === 'decimal' && isInteger(a)) return unifyDecimals(asDecimal(a), b);
  if (a.kind === 'array' && b.kind === 'array') {
    const element = common(a.element, b.element);
    return element && array(element);
  }
  if (a.kind === 'struct' && b.kind === 'struct' && a.fields.length === b.fields.length) {
    const types = a.fields.map((field, i) => common(field.type, b.fields[i].type));
    if (types.some((type) => type === undefined)) return undefined;
    return { kind: 'struct', fields: a.fields.map((field, i) => ({ name: field.name, type: types[i]! })) };
  }
  if (categoryOf(a.kind) !== categoryOf(b.kind)) return undefined;
  if (isPreferred(a.kind) && findCast(b, a, 'implicit')) return a;
  if (findCast(a, b, 'implicit')) return b;
  return findCast(b, a, 'implicit') ? a : undefined;
}

/** The common type of CASE, COALESCE, UNION, VALUES, IN (typeconv-union-case); raises 42804. All unknown: text. */
export function commonType(types: readonly SqlType[], construct: string, at?: number): SqlType {
  let result: SqlType = { kind: 'unknown' };
  for (const type of types) {
    const next = common(result, type);
    if (next === undefined) throw typeMismatch(`${construct} types ${typeName(result)} and ${typeName(type)} cannot be matched`, at);
    result = next;
  }
  return result.kind === 'unknown' ? TEXT : result;
}

/** The type that `element` stands for in a call: as commonType, but REAL mixed with another number becomes DOUBLE. undefined when there is none. */
export function elementType(types: readonly SqlType[]): SqlType | undefined {
  const known = types.filter((type) => type.kind !== 'unknown');
  if (known.length === 0) return TEXT;
  const mixed = known.every(isNumeric) && known.some((type) => type.kind === 'real') && known.some((type) => type.kind !== 'real');
  let result: SqlType | undefined = mixed ? DOUBLE : known[0];
  for (const type of known) {
    result = common(result, type);
    if (result === undefined) return undefined;
  }
  return result;
}
