import { clausesOf } from './clauses.js';
import { closing, is, quoted, type DraftToken, type Rewrite } from './draft.js';
import { FILE, marker } from './markers.js';

/** A string, or a list of strings in brackets, where FROM wants a table → a marker; the paths go into the notes. */
export const fileNames: Rewrite = (tokens, notes) => {
  const clauses = clausesOf(tokens);
  const out: DraftToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const inFrom = clauses[i] === 'from' && is(tokens, i - 1, 'FROM', 'JOIN', ',', '(');
    const end = inFrom && is(tokens, i, '[') ? closing(tokens, i) : i;
    const paths = inFrom ? pathsIn(tokens.slice(i, end + 1)) : undefined;
    if (paths === undefined) {
      out.push(tokens[i]);
      continue;
    }
    out.push(quoted(marker(FILE + String(notes.files.length)), tokens[i].at));
    notes.files.push(paths);
    i = end;
  }
  return out;
};

function pathsIn(tokens: readonly DraftToken[]): string[] | undefined {
  const inner = tokens.length === 1 ? tokens : tokens.slice(1, -1);
  const paths: string[] = [];
  for (const [i, token] of inner.entries()) {
    if (i % 2 === 1) {
      if (token.text !== ',') return undefined;
      continue;
    }
    const path = stringValue(token);
    if (path === undefined) return undefined;
    paths.push(path);
  }
  return paths.length === 0 ? undefined : paths;
}

/** The value of a plain or dollar-quoted string; undefined for the kinds with escapes. */
export function stringValue({ kind, text }: DraftToken): string | undefined {
  if (kind !== 'string') return undefined;
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  const tag = /^\$[^$]*\$/.exec(text)?.[0];
  return tag === undefined ? undefined : text.slice(tag.length, -tag.length);
}
