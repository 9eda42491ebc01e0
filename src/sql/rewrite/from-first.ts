import { clausesOf, endsSelect, opensClauseAfterFrom } from './clauses.js';
import { is, symbol, until, word, type DraftToken, type Rewrite } from './draft.js';

/** `FROM t [SELECT x]` where a query starts → `SELECT * FROM t`, `SELECT x FROM t`. */
export const fromFirst: Rewrite = (tokens) => {
  let current = tokens;
  for (let from = firstFrom(current); from !== undefined; from = firstFrom(current)) current = turned(current, from);
  return current;
};

/** A FROM that opens a query: no SELECT stands before it. */
function firstFrom(tokens: readonly DraftToken[]): number | undefined {
  const clauses = clausesOf(tokens);
  const found = tokens.findIndex((_, i) => {
    if (!is(tokens, i, 'FROM') || clauses[i] !== 'from') return false;
    const before = is(tokens, i - 1, '(') ? 'start' : i === 0 ? 'start' : clauses[i - 1];
    return before === 'start';
  });
  return found < 0 ? undefined : found;
}

function turned(tokens: readonly DraftToken[], from: number): readonly DraftToken[] {
  const { at } = tokens[from];
  const select = until(tokens, from + 1, (i) => is(tokens, i, 'SELECT') || opensClauseAfterFrom(tokens, i));
  if (!is(tokens, select, 'SELECT')) return [...tokens.slice(0, from), word('SELECT', at), symbol('*', at), ...tokens.slice(from)];
  const rest = until(tokens, select + 1, (i) => opensClauseAfterFrom(tokens, i) || endsSelect(tokens, i));
  return [...tokens.slice(0, from), ...tokens.slice(select, rest), ...tokens.slice(from, select), ...tokens.slice(rest)];
}
