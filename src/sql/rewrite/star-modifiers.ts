import { closing, is, quoted, symbol, until, type DraftToken, type Rewrite } from './draft.js';
import { EXCLUDE, marker, MODIFIED_STAR, REPLACE, STAR } from './markers.js';

/** `* EXCLUDE (a) REPLACE (x AS b)` → `"modified_star"("star", "exclude"(a), "replace"(x, b))`, markers all. */
export const starModifiers: Rewrite = (tokens) => {
  let current = tokens;
  for (let i = 0; i < current.length; i++) {
    if (is(current, i, '*') && opensItem(current, i) && is(current, i + 1, 'EXCLUDE', 'REPLACE')) current = modified(current, i);
  }
  return current;
};

/** A star that is a select item, not a multiplication: nothing that could be an operand stands before it. */
function opensItem(tokens: readonly DraftToken[], star: number): boolean {
  return is(tokens, star - 1, 'SELECT', 'DISTINCT', 'ALL', ',', '.', '(');
}

function modified(tokens: readonly DraftToken[], star: number): readonly DraftToken[] {
  let start = star;
  while (start > 1 && is(tokens, start - 1, '.')) start -= 2;
  const { at } = tokens[star];
  const out = [...tokens.slice(0, start), quoted(marker(MODIFIED_STAR), tokens[start].at), symbol('(', at)];
  out.push(...(start === star ? [quoted(marker(STAR), at)] : tokens.slice(start, star + 1)));
  let i = star + 1;
  while (is(tokens, i, 'EXCLUDE', 'REPLACE')) {
    const modifier = tokens[i];
    const list = is(tokens, i + 1, '(');
    const end = list ? closing(tokens, i + 1) : singleEnd(tokens, i + 1);
    const inside = tokens.slice(list ? i + 2 : i + 1, end);
    out.push(
      symbol(',', modifier.at),
      quoted(marker(modifier.upper === 'EXCLUDE' ? EXCLUDE : REPLACE), modifier.at),
      symbol('(', modifier.at),
    );
    out.push(...(modifier.upper === 'EXCLUDE' ? inside : commasForAs(inside)), symbol(')', modifier.at));
    i = list ? end + 1 : end;
  }
  return [...out, symbol(')', at), ...tokens.slice(i)];
}

/** `EXCLUDE a` and `REPLACE x AS a` without parentheses reach to the next item. */
function singleEnd(tokens: readonly DraftToken[], start: number): number {
  return until(tokens, start, (i) =>
    is(tokens, i, ',', 'FROM', 'REPLACE', 'EXCLUDE', 'WHERE', 'UNION', 'INTERSECT', 'EXCEPT', 'ORDER', 'LIMIT'),
  );
}

function commasForAs(tokens: readonly DraftToken[]): DraftToken[] {
  const out = [...tokens];
  for (let i = until(tokens, 0, (n) => is(tokens, n, 'AS')); i < tokens.length; i = until(tokens, i + 1, (n) => is(tokens, n, 'AS'))) {
    if (is(tokens, i, 'AS')) out[i] = symbol(',', tokens[i].at);
  }
  return out;
}
