import type { TypeKind } from '../../data/types.js';

/** PostgreSQL's type categories (pg_type.typcategory), which resolution uses to weigh candidates. */
export type TypeCategory = 'boolean' | 'number' | 'string' | 'datetime' | 'timespan' | 'array' | 'nested' | 'user' | 'unknown';

const CATEGORIES: Readonly<Record<TypeKind, TypeCategory>> = {
  unknown: 'unknown',
  boolean: 'boolean',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  real: 'number',
  double: 'number',
  decimal: 'number',
  text: 'string',
  bytea: 'user',
  date: 'datetime',
  time: 'datetime',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  interval: 'timespan',
  uuid: 'user',
  json: 'user',
  array: 'array',
  struct: 'nested',
  map: 'nested',
};

const PREFERRED: ReadonlySet<TypeKind> = new Set(['boolean', 'double', 'text', 'timestamptz', 'interval']);

export const categoryOf = (kind: TypeKind): TypeCategory => CATEGORIES[kind];

/** The type that a category converts to when nothing else decides: double, text, timestamptz. */
export const isPreferred = (kind: TypeKind): boolean => PREFERRED.has(kind);
