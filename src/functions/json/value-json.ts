import type { SqlType } from '../../data/types.js';
import { formatValue } from '../../data/format.js';

interface Session {
  readonly timeZone: string;
}

/** A value as JSON text: numbers and booleans bare, timestamps in ISO 8601 form, everything else as a string. */
export function valueToJson(type: SqlType, value: any, context: Session): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'boolean':
      return String(value);
    case 'json':
      return value;
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
      return formatValue(value, type, context.timeZone);
    case 'real':
    case 'double':
      return Number.isFinite(value)
        ? formatValue(value, type, context.timeZone)
        : JSON.stringify(formatValue(value, type, context.timeZone));
    case 'timestamp':
      return JSON.stringify(formatValue(value, type, context.timeZone).replace(' ', 'T'));
    case 'timestamptz':
      return JSON.stringify(
        formatValue(value, type, context.timeZone)
          .replace(' ', 'T')
          .replace(/([+-]\d\d)$/, '$1:00'),
      );
    case 'array':
      return `[${value.map((item: any) => valueToJson(type.element, item, context)).join(',')}]`;
    case 'struct':
      return `{${type.fields.map((field, i) => `${JSON.stringify(field.name)}:${valueToJson(field.type, value[i], context)}`).join(',')}}`;
    case 'map':
      return `{${value.map(([key, item]: [any, any]) => `${JSON.stringify(formatValue(key, type.key, context.timeZone))}:${valueToJson(type.value, item, context)}`).join(',')}}`;
    default:
      return JSON.stringify(formatValue(value, type, context.timeZone));
  }
}
