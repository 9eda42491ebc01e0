import { is, type DraftToken } from './draft.js';

/** The clause of a query that a token stands in; `none` inside the parentheses of a call, a list and the like. */
export type Clause = 'start' | 'select' | 'from' | 'on' | 'where' | 'group' | 'having' | 'window' | 'qualify' | 'order' | 'limit' | 'none';

const QUERY_STARTS = ['SELECT', 'WITH', 'VALUES', 'FROM', 'TABLE'] as const;
const FROM_OPENERS = ['FROM', 'JOIN', ',', '(', 'LATERAL'] as const;

/** For each token its clause: for a keyword the clause that it opens. Follows queries into subqueries and parenthesised joins. */
export function clausesOf(tokens: readonly DraftToken[]): readonly Clause[] {
  const clauses: Clause[] = [];
  const outer: Clause[] = [];
  let current: Clause = 'start';
  tokens.forEach((_, i) => {
    if (is(tokens, i, ')', ']')) {
      current = outer.pop() ?? 'start';
      clauses.push(current);
      return;
    }
    current = next(tokens, i, current);
    clauses.push(current);
    if (is(tokens, i, '(', '[')) {
      outer.push(current);
      current = inner(tokens, i, current);
    }
  });
  return clauses;
}

function inner(tokens: readonly DraftToken[], open: number, clause: Clause): Clause {
  // TRIM (FROM x) is a call.
  if (is(tokens, open + 1, ...QUERY_STARTS) && !is(tokens, open - 1, 'TRIM', 'BOTH', 'LEADING', 'TRAILING')) return 'start';
  if (clause === 'from' && is(tokens, open, '(') && is(tokens, open - 1, ...FROM_OPENERS)) return 'from';
  return clause === 'start' && is(tokens, open + 1, '(') ? 'start' : 'none';
}

function next(tokens: readonly DraftToken[], i: number, clause: Clause): Clause {
  const token = tokens[i];
  if (clause === 'none' || token.kind === 'quoted' || is(tokens, i - 1, '.', 'AS')) {
    return clause !== 'none' && is(tokens, i - 1, 'AS') ? keyword(tokens, i, clause, ['SELECT', 'FROM']) : clause;
  }
  return keyword(tokens, i, clause);
}

/** `only`, when given, are the keywords that may still open a clause here: after AS most words are aliases. */
function keyword(tokens: readonly DraftToken[], i: number, clause: Clause, only?: readonly string[]): Clause {
  const { upper, kind } = tokens[i];
  if (kind === 'operator') return upper === ',' && clause === 'on' ? 'from' : clause;
  if (kind !== 'word' || (only !== undefined && !only.includes(upper))) return clause;
  const started = clause !== 'start';
  switch (upper) {
    case 'SELECT':
      return 'select';
    case 'FROM':
      return clause === 'start' || (clause === 'select' && !isDistinctFrom(tokens, i)) ? 'from' : clause;
    case 'ON':
    case 'USING':
      return clause === 'from' && upper === 'ON' ? 'on' : clause;
    case 'JOIN':
      return clause === 'on' ? 'from' : clause;
    case 'WHERE':
      return started ? 'where' : clause;
    case 'GROUP':
      return started && is(tokens, i + 1, 'BY') ? 'group' : clause;
    case 'HAVING':
      return started ? 'having' : clause;
    case 'WINDOW':
      return started ? 'window' : clause;
    case 'QUALIFY':
      return started && clause !== 'select' ? 'qualify' : clause;
    case 'ORDER':
      return started && is(tokens, i + 1, 'BY') ? 'order' : clause;
    case 'LIMIT':
    case 'OFFSET':
    case 'FETCH':
      return started ? 'limit' : clause;
    case 'UNION':
    case 'INTERSECT':
    case 'EXCEPT':
      return 'start';
    default:
      return clause;
  }
}

function isDistinctFrom(tokens: readonly DraftToken[], from: number): boolean {
  return is(tokens, from - 1, 'DISTINCT') && is(tokens, from - 2, 'IS', 'NOT');
}

/** Whether token `i`, outside brackets, ends the WHERE, GROUP BY, … before it. */
export function opensClauseAfterFrom(tokens: readonly DraftToken[], i: number): boolean {
  return (
    is(tokens, i, 'WHERE', 'HAVING', 'WINDOW', 'QUALIFY') || (is(tokens, i, 'GROUP') && is(tokens, i + 1, 'BY')) || endsSelect(tokens, i)
  );
}

/** Whether token `i`, outside brackets, ends a SELECT: what follows belongs to the whole query. */
export function endsSelect(tokens: readonly DraftToken[], i: number): boolean {
  return (
    is(tokens, i, 'LIMIT', 'OFFSET', 'FETCH', 'FOR', 'UNION', 'INTERSECT', 'EXCEPT', ';') ||
    (is(tokens, i, 'ORDER') && is(tokens, i + 1, 'BY'))
  );
}
