import { is, type Rewrite } from './draft.js';

/** `SELECT a, b, FROM t`, `IN (1, 2, )`: a comma with nothing after it goes. PostgreSQL has no place where one may stand. */
export const trailingCommas: Rewrite = (tokens) => {
  const kept = tokens.filter((_, i) => {
    if (!is(tokens, i, ',') || is(tokens, i - 1, ',', '(', '[')) return true;
    const closes =
      i + 1 === tokens.length ||
      is(tokens, i + 1, ')', ']', 'FROM', 'WHERE', 'HAVING', 'WINDOW', 'LIMIT', 'OFFSET', 'FETCH', 'UNION', 'INTERSECT', 'EXCEPT');
    return !closes && !(is(tokens, i + 1, 'GROUP', 'ORDER') && is(tokens, i + 2, 'BY'));
  });
  return kept.length === tokens.length ? tokens : kept;
};
