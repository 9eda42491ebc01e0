import { InternalError } from '../errors.js';

/** A SQL type. Plain data; compare with `sameType`. `unknown` is the type of a NULL or an untyped string literal before resolution. */
export type SqlType =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'smallint' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'real' }
  | { readonly kind: 'double' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'bytea' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'timestamptz' }
  | { readonly kind: 'interval' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'json' }
  | { readonly kind: 'array'; readonly element: SqlType }
  | { readonly kind: 'struct'; readonly fields: readonly StructField[] }
  | { readonly kind: 'map'; readonly key: SqlType; readonly value: SqlType };

export interface StructField {
  readonly name: string;
  readonly type: SqlType;
}

export type TypeKind = SqlType['kind'];

export const UNKNOWN: SqlType = { kind: 'unknown' };
export const BOOLEAN: SqlType = { kind: 'boolean' };
export const SMALLINT: SqlType = { kind: 'smallint' };
export const INTEGER: SqlType = { kind: 'integer' };
export const BIGINT: SqlType = { kind: 'bigint' };
export const REAL: SqlType = { kind: 'real' };
export const DOUBLE: SqlType = { kind: 'double' };
export const TEXT: SqlType = { kind: 'text' };
export const BYTEA: SqlType = { kind: 'bytea' };
export const DATE: SqlType = { kind: 'date' };
export const TIME: SqlType = { kind: 'time' };
export const TIMESTAMP: SqlType = { kind: 'timestamp' };
export const TIMESTAMPTZ: SqlType = { kind: 'timestamptz' };
export const INTERVAL: SqlType = { kind: 'interval' };
export const UUID: SqlType = { kind: 'uuid' };
export const JSON_TYPE: SqlType = { kind: 'json' };
export const decimal = (precision: number, scale: number): SqlType => ({ kind: 'decimal', precision, scale });
export const array = (element: SqlType): SqlType => ({ kind: 'array', element });

/** The largest decimal precision, as in Arrow's and Parquet's 128-bit decimals. */
export const MAX_DECIMAL_PRECISION = 38;

/** How one value of a type is stored in a column: the fixed width of a slot and what is in it. */
export type Storage = 'i8' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64' | 'i128' | 'view';

/**
 * The storage of a column of this type.
 *
 * boolean i8 (0 or 1) · smallint i16 · integer, date (days since 1970-01-01), decimal(p ≤ 9) i32 · bigint, decimal(p ≤ 18), time,
 * timestamp, timestamptz (microseconds) i64 · real f32 · double f64 · decimal(p > 18), uuid and interval i128 · everything else a view.
 *
 * A uuid is its big-endian 128-bit integer with the top bit flipped, so that signed order is uuid order. An interval is
 * low word microseconds, high word (months << 32 | days as u32).
 */
export function storageOf(type: SqlType): Storage {
  switch (type.kind) {
    case 'boolean':
      return 'i8';
    case 'smallint':
      return 'i16';
    case 'integer':
    case 'date':
      return 'i32';
    case 'bigint':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return 'i64';
    case 'real':
      return 'f32';
    case 'double':
      return 'f64';
    case 'decimal':
      return type.precision <= 9 ? 'i32' : type.precision <= 18 ? 'i64' : 'i128';
    case 'uuid':
    case 'interval':
      return 'i128';
    case 'text':
    case 'bytea':
    case 'json':
    case 'array':
    case 'struct':
    case 'map':
      return 'view';
    case 'unknown':
      return 'view';
  }
}

/** Bytes of one slot of a column. */
export const STORAGE_BYTES: Readonly<Record<Storage, number>> = { i8: 1, i16: 2, i32: 4, i64: 8, f32: 4, f64: 8, i128: 16, view: 16 };

export const widthOf = (type: SqlType): number => STORAGE_BYTES[storageOf(type)];

export function sameType(a: SqlType, b: SqlType): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'decimal':
      return b.kind === 'decimal' && a.precision === b.precision && a.scale === b.scale;
    case 'array':
      return b.kind === 'array' && sameType(a.element, b.element);
    case 'map':
      return b.kind === 'map' && sameType(a.key, b.key) && sameType(a.value, b.value);
    case 'struct':
      return (
        b.kind === 'struct' &&
        a.fields.length === b.fields.length &&
        a.fields.every((field, i) => field.name === b.fields[i].name && sameType(field.type, b.fields[i].type))
      );
    default:
      return true;
  }
}

const PG_NAMES: Readonly<Record<Exclude<TypeKind, 'decimal' | 'array' | 'struct' | 'map'>, string>> = {
  unknown: 'unknown',
  boolean: 'boolean',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  real: 'real',
  double: 'double precision',
  text: 'text',
  bytea: 'bytea',
  date: 'date',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  interval: 'interval',
  uuid: 'uuid',
  json: 'json',
};

/** The type's name as PostgreSQL prints it, `numeric(15,2)` and `integer[]` included. */
export function typeName(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'array':
      return `${typeName(type.element)}[]`;
    case 'struct':
      return `struct(${type.fields.map((field) => `${field.name} ${typeName(field.type)}`).join(', ')})`;
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`;
    default:
      return PG_NAMES[type.kind];
  }
}

export const isInteger = (type: SqlType): boolean => type.kind === 'smallint' || type.kind === 'integer' || type.kind === 'bigint';
export const isFloat = (type: SqlType): boolean => type.kind === 'real' || type.kind === 'double';
export const isNumeric = (type: SqlType): boolean => isInteger(type) || isFloat(type) || type.kind === 'decimal';
export const isNested = (type: SqlType): boolean => type.kind === 'array' || type.kind === 'struct' || type.kind === 'map';

/** The decimal that holds every value of an integer type exactly. */
export function decimalOfInteger(type: SqlType): SqlType & { kind: 'decimal' } {
  switch (type.kind) {
    case 'smallint':
      return { kind: 'decimal', precision: 5, scale: 0 };
    case 'integer':
      return { kind: 'decimal', precision: 10, scale: 0 };
    case 'bigint':
      return { kind: 'decimal', precision: 19, scale: 0 };
    case 'decimal':
      return type;
    default:
      throw new InternalError(`no decimal for ${typeName(type)}`);
  }
}
