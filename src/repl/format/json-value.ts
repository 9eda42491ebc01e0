import { formatValue } from '../../data/format.js';
import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { Rows } from './formatter.js';

type List = readonly SqlValue[];

/**
 * A value as JSON text: numbers with all their digits, NaN and infinities as strings, arrays and structs as such, JSON as it is,
 * everything else the string that PostgreSQL prints.
 */
export function jsonValue(value: SqlValue, type: SqlType, timeZone: string): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'boolean':
      return String(value);
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
      return formatValue(value, type);
    case 'real':
    case 'double':
      return Number.isFinite(value) ? formatValue(value, type) : JSON.stringify(formatValue(value, type));
    case 'json':
      return value as string;
    case 'array':
      return `[${(value as List).map((item) => jsonValue(item, type.element, timeZone)).join(',')}]`;
    case 'struct':
      return object(type.fields.map(({ name, type: fieldType }, i) => [name, jsonValue((value as List)[i], fieldType, timeZone)]));
    case 'map':
      return object(
        (value as readonly List[]).map(([key, item]) => [formatValue(key, type.key, timeZone), jsonValue(item, type.value, timeZone)]),
      );
    default:
      return JSON.stringify(formatValue(value, type, timeZone));
  }
}

export function jsonRow(row: List, columns: Rows['columns'], timeZone: string): string {
  return object(columns.map(({ name, type }, i) => [name, jsonValue(row[i], type, timeZone)]));
}

function object(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}
