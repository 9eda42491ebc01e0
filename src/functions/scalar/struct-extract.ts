import { InternalError } from '../../errors.js';
import type { SqlType } from '../../data/types.js';
import { scalar } from '../define.js';

function fieldIndex(type: SqlType, name: unknown): number {
  const index = type.kind === 'struct' ? type.fields.findIndex((field) => field.name === name) : -1;
  if (index < 0) throw new InternalError(`struct without field ${String(name)}`);
  return index;
}

/** struct_extract, which is `(s).field`: the binder makes it with a name that the struct has. NULL for a NULL struct. */
export const structExtract = scalar({
  name: 'struct_extract',
  args: ['struct', 'text'],
  returns: ([type], constants) => (type as SqlType & { kind: 'struct' }).fields[fieldIndex(type, constants?.[1])].type,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'A field of a struct by its name.',
  examples: [],
  evaluate: ([fields, name], { args: [type] }) => fields[fieldIndex(type, name)],
});
