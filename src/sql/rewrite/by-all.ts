import { clausesOf, opensClauseAfterFrom } from './clauses.js';
import { is, quoted, type Rewrite } from './draft.js';
import { ALL, marker } from './markers.js';

/** The ALL of `GROUP BY ALL` and of `ORDER BY ALL [DESC] [NULLS …]` → a marker column. */
export const byAll: Rewrite = (tokens) => {
  const clauses = clausesOf(tokens);
  return tokens.map((token, i) => {
    if (!is(tokens, i, 'ALL') || !is(tokens, i - 1, 'BY') || (clauses[i] !== 'group' && clauses[i] !== 'order')) return token;
    const alone =
      i + 1 === tokens.length ||
      is(tokens, i + 1, ')') ||
      opensClauseAfterFrom(tokens, i + 1) ||
      (clauses[i] === 'order' && is(tokens, i + 1, 'ASC', 'DESC', 'NULLS'));
    return alone ? quoted(marker(ALL), token.at) : token;
  });
};
