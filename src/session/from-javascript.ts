import {
  array,
  BIGINT,
  BOOLEAN,
  BYTEA,
  decimal,
  DOUBLE,
  INTEGER,
  isInteger,
  TEXT,
  TIMESTAMPTZ,
  UNKNOWN,
  type SqlType,
} from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { SqlError } from '../errors.js';

/*
 * JavaScript values as SQL ones, for parameters and for the rows of registered tables. NULL and undefined, also in the holes of arrays, are NULL.
 * `what` names the value in errors: `parameter $1`.
 */

const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;
const INT128 = 10n ** 38n;
/** Deeper arrays cannot be meant, and an array that holds itself has no end. */
const MAX_DEPTH = 100;

/**
 * The type of a value by itself: integral numbers are INTEGER or BIGINT, other numbers DOUBLE, bigints BIGINT or DECIMAL(38,0), Dates TIMESTAMPTZ.
 * UNKNOWN for NULL, and as the element of an array without values.
 */
export function typeOfValue(value: unknown, what: string, depth = 0): SqlType {
  if (value === null || value === undefined) return UNKNOWN;
  switch (typeof value) {
    case 'boolean':
      return BOOLEAN;
    case 'string':
      if (!isWellFormed(value)) throw new SqlError('22021', `${what} is not valid UTF-16: lone surrogate`);
      return TEXT;
    case 'number':
      if (!Number.isSafeInteger(value)) return DOUBLE;
      return value >= -INT32 && value < INT32 ? INTEGER : BIGINT;
    case 'bigint':
      if (value >= -INT64 && value < INT64) return BIGINT;
      if (value > -INT128 && value < INT128) return decimal(38, 0);
      throw new SqlError('22003', `${what} is out of range for numeric(38,0)`);
    default:
      if (value instanceof Date) {
        if (Number.isNaN(value.getTime())) throw new SqlError('22008', `${what} is not a valid date`);
        return TIMESTAMPTZ;
      }
      if (value instanceof Uint8Array) return BYTEA;
      if (Array.isArray(value)) return array(elementType(value, what, depth));
      throw new SqlError('42846', `${what} cannot be converted to an SQL value`, {
        hint: 'Pass null, booleans, numbers, bigints, strings, Dates, byte arrays or arrays of these.',
      });
  }
}

function elementType(values: readonly unknown[], what: string, depth: number): SqlType {
  if (depth >= MAX_DEPTH) throw new SqlError('54000', `${what} nests more than ${MAX_DEPTH} arrays`);
  let common: SqlType = UNKNOWN;
  for (const value of values) {
    const type = typeOfValue(value, what, depth + 1);
    const both = commonType(common, type);
    if (both === undefined) throw new SqlError('42804', `the elements of ${what} have different types`);
    common = both;
  }
  return common;
}

/** The type that holds the values of both; undefined when there is none. */
export function commonType(a: SqlType, b: SqlType): SqlType | undefined {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonType(a.element, b.element);
    return element && array(element);
  }
  if (a.kind === b.kind) return a;
  const kinds = [a.kind, b.kind];
  if (!isNumber(a) || !isNumber(b)) return undefined;
  return kinds.includes('double') ? DOUBLE : kinds.includes('decimal') ? decimal(38, 0) : BIGINT;
}

const isNumber = (type: SqlType): boolean => isInteger(type) || type.kind === 'decimal' || type.kind === 'double';

/** The type with TEXT where nothing is known. */
export const settled = (type: SqlType): SqlType =>
  type.kind === 'unknown' ? TEXT : type.kind === 'array' ? array(settled(type.element)) : type;

/** A value in a type that holds it, as `typeOfValue` and `commonType` found. */
export function valueIn(value: unknown, type: SqlType): SqlValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'bigint':
    case 'decimal':
      return BigInt(value as number | bigint);
    case 'double':
      return Number(value);
    case 'timestamptz':
      return BigInt((value as Date).getTime()) * 1000n;
    case 'array':
      return Array.from(value as readonly unknown[], (element) => valueIn(element, type.element));
    default:
      return value as SqlValue;
  }
}

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
