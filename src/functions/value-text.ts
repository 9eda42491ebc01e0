import type { SqlType } from '../data/types.js';
import { decimalToText } from './decimal-text.js';
import { floatToText } from './float-text.js';
import { castFunctions } from './registry.js';

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** An array element: quoted when it is empty, reads as NULL, or holds what the array syntax uses. */
const quoteElement = (text: string): string => (text === '' || /[{}",\\\s]/.test(text) || /^null$/i.test(text) ? quote(text) : text);
/** A field of a row: quoted by doubling, as record_out does. */
const quoteField = (text: string): string => (text === '' || /[()",\\\s]/.test(text) ? `"${text.replace(/["\\]/g, '$&$&')}"` : text);

function arrayToText(element: SqlType, values: readonly any[]): string {
  const parts = values.map((value) => {
    if (value === null) return 'NULL';
    const text = valueToText(element, value);
    return element.kind === 'array' ? text : quoteElement(text);
  });
  return `{${parts.join(',')}}`;
}

/** What PostgreSQL's output function prints for a non-NULL value: booleans as t and f. Dates and times by way of their casts to text. */
export function valueToText(type: SqlType, value: any): string {
  switch (type.kind) {
    case 'boolean': return value ? 't' : 'f';
    case 'smallint': case 'integer': case 'bigint': case 'text': case 'uuid': case 'json': case 'unknown': return String(value);
    case 'real': case 'double': return floatToText(value, type.kind);
    case 'decimal': return decimalToText(value, type.scale);
    case 'bytea': return `\\x${Buffer.from(value).toString('hex')}`;
    case 'array': return arrayToText(type.element, value);
    case 'struct':
      return `(${type.fields.map((field, i) => (value[i] === null ? '' : quoteField(valueToText(field.type, value[i])))).join(',')})`;
    case 'map':
      return `{${value.map(([key, item]: [any, any]) => `${quoteElement(valueToText(type.key, key))}=>${item === null ? 'NULL' : quoteElement(valueToText(type.value, item))}`).join(',')}}`;
    default: {
      const cast = castFunctions().get(`${type.kind}>text`)!;
      return cast.evaluate(value, { args: [type], returns: { kind: 'text' }, nowMicros: 0n, timeZone: 'UTC' }) as string;
    }
  }
}
