import type { Identifier, QualifiedName } from '../ast.js';
import { RESERVED, TYPE_OR_FUNCTION } from '../keywords.js';

/** As written: in quotes where quotes were, bare otherwise. */
export function printIdentifier({ name, quoted }: Identifier): string {
  return quoted ? quote(name) : name;
}

export const printName = (name: QualifiedName): string => name.map(printIdentifier).join('.');

/** A comma-separated list in parentheses; nothing when it is empty. */
export const printColumns = (columns: readonly Identifier[]): string =>
  columns.length === 0 ? '' : ` (${columns.map(printIdentifier).join(', ')})`;

/** A name that was never written: quoted only when PostgreSQL would read it otherwise without quotes. */
export function printPlainName(name: string): string {
  const plain = /^[a-z_][a-z0-9_$]*$/i.test(name) && !RESERVED.has(name.toLowerCase()) && !TYPE_OR_FUNCTION.has(name.toLowerCase());
  return plain ? name : quote(name);
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const printString = (value: string): string => `'${value.replaceAll("'", "''")}'`;
