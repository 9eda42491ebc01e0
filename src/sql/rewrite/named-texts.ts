import { is, type DraftToken, type Rewrite } from './draft.js';
import { stringValue } from './file-names.js';

/** `columns => {'id': 'integer', name: 'text'}` → the same as a JSON text, which the readers of files take. */
export const namedTexts: Rewrite = (tokens) => {
  const out: DraftToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const end = is(tokens, i, '{') && is(tokens, i - 1, '=>', ':=', '=') ? tokens.findIndex((_, n) => n > i && is(tokens, n, '}')) : -1;
    const entries = end < 0 ? undefined : entriesIn(tokens.slice(i + 1, end));
    if (entries === undefined) {
      out.push(tokens[i]);
      continue;
    }
    const text = `'${JSON.stringify(Object.fromEntries(entries)).replaceAll("'", "''")}'`;
    out.push({ kind: 'string', text, upper: text, at: tokens[i].at });
    i = end;
  }
  return out;
};

/** `name: 'text'` after `name: 'text'`, with commas between; undefined when it is anything else. */
function entriesIn(tokens: readonly DraftToken[]): readonly (readonly [string, string])[] | undefined {
  const entries: (readonly [string, string])[] = [];
  for (let i = 0; i < tokens.length; i += 4) {
    const name = nameOf(tokens[i]);
    const value = i + 2 < tokens.length ? stringValue(tokens[i + 2]) : undefined;
    const separated = i + 3 >= tokens.length || is(tokens, i + 3, ',');
    if (name === undefined || value === undefined || !is(tokens, i + 1, ':') || !separated) return undefined;
    entries.push([name, value]);
  }
  return entries.length === 0 ? undefined : entries;
}

function nameOf(token: DraftToken): string | undefined {
  if (token.kind === 'word') return token.text;
  return token.kind === 'quoted' ? token.text.slice(1, -1).replaceAll('""', '"') : stringValue(token);
}
