import { clausesOf, endsSelect } from './clauses.js';
import { is, quoted, symbol, until, word, type DraftToken, type Rewrite } from './draft.js';
import { marker, QUALIFY } from './markers.js';

/** `QUALIFY condition` → `WINDOW "qualify" AS (PARTITION BY condition)`, a marker; joined to the WINDOW clause where there is one. */
export const qualify: Rewrite = (tokens) => {
  let current = tokens;
  for (let i = 0; i < current.length; i++) {
    if (!is(current, i, 'QUALIFY') || clausesOf(current)[i] !== 'qualify') continue;
    const { at } = current[i];
    const end = until(current, i + 1, (n) => endsSelect(current, n));
    const opener: DraftToken = clausesOf(current)[i - 1] === 'window' ? symbol(',', at) : word('WINDOW', at);
    const head = [opener, quoted(marker(QUALIFY), at), word('AS', at), symbol('(', at), word('PARTITION', at), word('BY', at)];
    current = [...current.slice(0, i), ...head, ...current.slice(i + 1, end), symbol(')', at), ...current.slice(end)];
  }
  return current;
};
