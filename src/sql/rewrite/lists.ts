import { is, word, type DraftToken, type Rewrite } from './draft.js';

/** Words after which an expression starts, so that a bracket cannot be a subscript. */
const BEFORE_EXPRESSION = [
  'SELECT',
  'DISTINCT',
  'ALL',
  'WHERE',
  'AND',
  'OR',
  'NOT',
  'IN',
  'LIKE',
  'ILIKE',
  'BETWEEN',
  'WHEN',
  'THEN',
  'ELSE',
  'CASE',
  'BY',
  'ON',
  'HAVING',
  'FROM',
  'LIMIT',
  'OFFSET',
  'USING',
  'RETURNING',
  'DEFAULT',
  'QUALIFY',
];

/** `[1, 2]` where an expression starts → `ARRAY[1, 2]`. After an operand a bracket is a subscript, and stays. */
export const lists: Rewrite = (tokens) => {
  const out: DraftToken[] = [];
  tokens.forEach((token, i) => {
    if (is(tokens, i, '[') && startsExpression(tokens, i)) out.push(word('ARRAY', token.at));
    out.push(token);
  });
  return out;
};

function startsExpression(tokens: readonly DraftToken[], i: number): boolean {
  if (i === 0) return true;
  if (tokens[i - 1].kind === 'operator') return !is(tokens, i - 1, ')', ']', '.');
  return is(tokens, i - 1, ...BEFORE_EXPRESSION);
}
