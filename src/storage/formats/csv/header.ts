import type { Evidence } from './infer.js';
import { CANDIDATES } from './infer.js';
import type { Sample } from './sample.js';

/**
 * Whether the first row names the columns: it does when a field is none of the type that the rows below have, it does not when all its fields are,
 * and among texts it does unless a field is empty or looks like a value, or two are the same.
 */
export function hasHeader({ firstRow, first, rest, rows }: Sample): boolean {
  if (firstRow.length === 0) return false;
  let fits = false;
  for (const [field, below] of rest.entries()) {
    const text = firstRow[field];
    if (!below.seen || below.alive === 0 || text === '') continue;
    if ((below.alive & first[field].alive) === 0) return true;
    fits = true;
  }
  if (fits) return false;
  const valueLike = first.some((evidence) => evidence.seen && looksLikeValue(evidence));
  const names = firstRow.map((name) => name.toLowerCase());
  return (
    !valueLike &&
    (rows > 1 || names.every((name) => name !== '')) &&
    names.some((name) => name !== '') &&
    new Set(names).size === names.length
  );
}

/** A boolean word may be a name. */
const looksLikeValue = ({ alive }: Evidence): boolean => (alive & ~(1 << CANDIDATES.findIndex(({ kind }) => kind === 'boolean'))) !== 0;

/** Distinct names (case aside) out of a header: an empty one is `column<i>`, a second `a` is `a_1`. */
export function columnNames(firstRow: readonly string[]): string[] {
  const taken = new Set<string>();
  return firstRow.map((text, i) => {
    const base = text.trim() === '' ? `column${i}` : text;
    let name = base;
    for (let k = 1; taken.has(name.toLowerCase()); k++) name = `${base}_${k}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Names for a file without a header: column0, column1, … with zeros in front where there are ten or more. */
export function numberedNames(count: number): string[] {
  const digits = String(count - 1).length;
  return Array.from({ length: count }, (_, i) => `column${String(i).padStart(digits, '0')}`);
}
