import { is, opening, type DraftToken, type Rewrite } from './draft.js';

/** `f(x) IGNORE NULLS OVER w` and `f(x IGNORE NULLS) OVER w` → `f(x) OVER w`, noted at the function's name. RESPECT likewise. */
export const nullTreatment: Rewrite = (tokens, notes) => {
  const out: DraftToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const close = is(tokens, i - 1, ')') ? i - 1 : i;
    const written =
      is(tokens, i, 'IGNORE', 'RESPECT') && is(tokens, i + 1, 'NULLS') && (close < i ? is(tokens, i + 2, 'OVER') : is(tokens, i + 2, ')'));
    let name = written ? opening(tokens, close) - 1 : -1;
    while (name > 1 && is(tokens, name - 1, '.')) name -= 2;
    if (name < 0 || (tokens[name].kind !== 'word' && tokens[name].kind !== 'quoted')) {
      out.push(tokens[i]);
      continue;
    }
    notes.nullTreatments.set(tokens[name].at, tokens[i].upper as 'IGNORE' | 'RESPECT');
    i++;
  }
  return out;
};
