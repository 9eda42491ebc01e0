import { formatDate, formatInterval, formatTime, formatTimestamp, formatTimestampTz } from './datetime.js';
import { decimalToText } from './decimal-text.js';
import { floatToText } from './float-text.js';
import type { SqlType } from './types.js';
import type { IntervalValue, SqlValue } from './value.js';

type List = readonly SqlValue[];

/**
 * What PostgreSQL's output function prints for a value: booleans as t and f, decimals with all digits of their scale, floats with the
 * shortest digits that read back equal, bytea in hex. NULL is the empty string on its own, NULL in an array. A timestamptz is shown in `timeZone`.
 */
export function formatValue(value: SqlValue, type: SqlType, timeZone = 'UTC'): string {
  if (value === null) return '';
  switch (type.kind) {
    case 'boolean':
      return value === true ? 't' : 'f';
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'text':
    case 'json':
    case 'uuid':
    case 'unknown':
      return String(value);
    case 'real':
    case 'double':
      return floatToText(value as number, type.kind);
    case 'decimal':
      return decimalToText(value as bigint, type.scale);
    case 'bytea':
      return `\\x${Buffer.from(value as Uint8Array).toString('hex')}`;
    case 'date':
      return formatDate(value as number);
    case 'time':
      return formatTime(value as bigint);
    case 'timestamp':
      return formatTimestamp(value as bigint);
    case 'timestamptz':
      return formatTimestampTz(value as bigint, timeZone);
    case 'interval':
      return formatInterval(value as IntervalValue);
    case 'array':
      return `{${(value as List).map((item) => formatElement(item, type.element, timeZone)).join(',')}}`;
    case 'struct':
      return `(${type.fields.map((field, i) => formatField((value as List)[i], field.type, timeZone)).join(',')})`;
    case 'map': {
      const entries = (value as readonly List[]).map(
        ([key, item]) => `${formatElement(key, type.key, timeZone)}=>${formatElement(item, type.value, timeZone)}`,
      );
      return `{${entries.join(',')}}`;
    }
  }
}

/** An array's element: in quotes when it is empty, reads as NULL, or holds what the array syntax uses; inner arrays as they are. */
function formatElement(value: SqlValue, type: SqlType, timeZone: string): string {
  if (value === null) return 'NULL';
  const text = formatValue(value, type, timeZone);
  if (type.kind === 'array') return text;
  return text === '' || /[{}",\\\s]/.test(text) || /^null$/i.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

/** A row's field: nothing for NULL, quotes doubled as record_out does. */
function formatField(value: SqlValue, type: SqlType, timeZone: string): string {
  if (value === null) return '';
  const text = formatValue(value, type, timeZone);
  return text === '' || /[()",\\\s]/.test(text) ? `"${text.replace(/["\\]/g, '$&$&')}"` : text;
}
