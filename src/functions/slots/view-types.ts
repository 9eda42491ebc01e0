import type { SqlType } from '../../data/types.js';

/** Whether a view of the type points to bytes; otherwise it points to the slots of elements or fields. */
export const isBytes = (type: SqlType): boolean =>
  type.kind === 'text' || type.kind === 'bytea' || type.kind === 'json' || type.kind === 'unknown';

/** The type of an array's elements, or of a map's entries. */
export function elementOf(type: SqlType): SqlType {
  if (type.kind === 'array') return type.element;
  const { key, value } = type as SqlType & { kind: 'map' };
  return {
    kind: 'struct',
    fields: [
      { name: 'key', type: key },
      { name: 'value', type: value },
    ],
  };
}
