import type { TypeKind } from '../../data/types.js';

/** The kinds of single values that have an order. */
export const SORTABLE_KINDS: readonly TypeKind[] = [
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'text',
  'bytea',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'interval',
  'uuid',
];

/** The kinds of values that compare with their own kind. */
export const COMPARABLE_KINDS: readonly TypeKind[] = [...SORTABLE_KINDS, 'array', 'struct', 'map'];
