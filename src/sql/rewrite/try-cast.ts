import { is, word, type Rewrite } from './draft.js';

/** `TRY_CAST(x AS type)` → `CAST(x AS type)`, noted as lenient: NULL instead of an error. */
export const tryCast: Rewrite = (tokens, notes) =>
  tokens.map((token, i) => {
    if (!is(tokens, i, 'TRY_CAST') || !is(tokens, i + 1, '(')) return token;
    notes.lenientCasts.add(token.at);
    return word('CAST', token.at);
  });
