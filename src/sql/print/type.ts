import type { TypeNameNode } from '../ast.js';

/** Types whose modifiers stand before the last words: `timestamp(3) without time zone`. */
const SPLIT = /^(time|timestamp)( with(?:out)? time zone)$/;

export function printType({ name, modifiers, fields, arrayDimensions }: TypeNameNode): string {
  const list = modifiers.length === 0 ? '' : `(${modifiers.join(', ')})`;
  return printBase(name, list, fields) + '[]'.repeat(arrayDimensions);
}

function printBase(name: string, modifiers: string, fields: string | undefined): string {
  if (fields !== undefined)
    return fields.endsWith('SECOND') ? `interval ${fields.toLowerCase()}${modifiers}` : `interval ${fields.toLowerCase()}`;
  const split = SPLIT.exec(name);
  if (split !== null) return split[1] + modifiers + split[2];
  if (name.startsWith('"') || /^[a-z_][a-z0-9_$]*(?:[ .][a-z_][a-z0-9_$]*)*$/.test(name)) return name + modifiers;
  return `"${name.replaceAll('"', '""')}"${modifiers}`;
}
