import { unsupported } from '../errors.js';
import type { QualifiedName } from '../sql/ast.js';
import { DEFAULT_SCHEMA } from './catalog.js';

/** Schema and name of a possibly qualified relation name. */
export function relationName(name: QualifiedName): { readonly schema: string; readonly name: string; readonly at?: number } {
  const last = name[name.length - 1];
  if (name.length > 2) throw unsupported('a name with more than two parts', name[0].at);
  return { schema: name.length === 2 ? name[0].name : DEFAULT_SCHEMA, name: last.name, at: name[0].at };
}
