import { createHash } from 'node:crypto';
import { formatValue } from '#quern/data/format.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import type { QueryRecord } from './parse.js';

/** A value as SQLite's runner prints it for a column letter: integers cut, numbers with three decimals, empty strings as (empty). */
export function formatSqlite(value: SqlValue, type: SqlType, letter: string): string {
  if (value === null) return 'NULL';
  switch (letter) {
    case 'I':
      return integerText(value, type);
    case 'R':
      return toNumber(value, type).toFixed(3);
    default: {
      const text = formatValue(value, type);
      return text === '' ? '(empty)' : text.replace(/[^ -~]/g, '@');
    }
  }
}

function integerText(value: SqlValue, type: SqlType): string {
  if (type.kind === 'decimal') return String((value as bigint) / 10n ** BigInt(type.scale));
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(BigInt(Math.trunc(toNumber(value, type))));
}

const toNumber = (value: SqlValue, type: SqlType): number => (type.kind === 'decimal' ? Number(value) / 10 ** type.scale : Number(value));

/** A value in our own files: as PostgreSQL prints it, on one line; empty strings as (empty). */
export const formatOwn = (value: SqlValue, type: SqlType): string => {
  if (value === null) return 'NULL';
  const text = formatValue(value, type);
  return text === '' ? '(empty)' : text.replace(/\n/g, '\\n').replace(/\r/g, '\\r');
};

/** Rows of formatted values in the record's order, flattened for valuesort. */
export function sorted(rows: readonly (readonly string[])[], sort: QueryRecord['sort']): readonly (readonly string[])[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  switch (sort) {
    case 'nosort':
      return rows;
    case 'rowsort':
      return [...rows].sort((a, b) => compare(a.join('\n'), b.join('\n')));
    case 'valuesort':
      return rows
        .flat()
        .sort(compare)
        .map((value) => [value]);
  }
}

/** `N values hashing to <md5>`, over each value and a newline. */
export function hashLine(values: readonly string[]): string {
  const hash = createHash('md5');
  for (const value of values) hash.update(`${value}\n`);
  return `${values.length} values hashing to ${hash.digest('hex')}`;
}
