import type { SqlType } from '../data/types.js';
import { formatDate, formatInterval, formatTime, formatTimestamp, formatTimestampTz } from '../data/datetime.js';
import { decimalToText } from './decimal-text.js';
import { floatToText } from './float-text.js';

interface Session {
  readonly timeZone: string;
}

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** An array element: quoted when it is empty, reads as NULL, or holds what the array syntax uses. */
const quoteElement = (text: string): string => (text === '' || /[{}",\\\s]/.test(text) || /^null$/i.test(text) ? quote(text) : text);
/** A field of a row: quoted by doubling, as record_out does. */
const quoteField = (text: string): string => (text === '' || /[()",\\\s]/.test(text) ? `"${text.replace(/["\\]/g, '$&$&')}"` : text);

function arrayToText(element: SqlType, values: readonly any[], session: Session): string {
  const parts = values.map((value) => {
    if (value === null) return 'NULL';
    const text = valueToText(element, value, session);
    return element.kind === 'array' ? text : quoteElement(text);
  });
  return `{${parts.join(',')}}`;
}

/** What PostgreSQL's output function prints for a non-NULL value: booleans as t and f. A timestamptz is shown in the session's zone. */
export function valueToText(type: SqlType, value: any, session: Session = { timeZone: 'UTC' }): string {
  switch (type.kind) {
    case 'boolean': return value ? 't' : 'f';
    case 'smallint': case 'integer': case 'bigint': case 'text': case 'uuid': case 'json': case 'unknown': return String(value);
    case 'real': case 'double': return floatToText(value, type.kind);
    case 'decimal': return decimalToText(value, type.scale);
    case 'bytea': return `\\x${Buffer.from(value).toString('hex')}`;
    case 'array': return arrayToText(type.element, value, session);
    case 'struct':
      return `(${type.fields.map((field, i) => (value[i] === null ? '' : quoteField(valueToText(field.type, value[i], session)))).join(',')})`;
    case 'map':
      return `{${value.map(([key, item]: [any, any]) => `${quoteElement(valueToText(type.key, key, session))}=>${item === null ? 'NULL' : quoteElement(valueToText(type.value, item, session))}`).join(',')}}`;
    case 'date': return formatDate(value);
    case 'time': return formatTime(value);
    case 'timestamp': return formatTimestamp(value);
    case 'timestamptz': return formatTimestampTz(value, session.timeZone);
    case 'interval': return formatInterval(value);
  }
}
