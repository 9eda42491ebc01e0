import { is, type DraftToken, type Rewrite } from './draft.js';

const UNITS = ['YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'].flatMap((unit) => [
  unit,
  `${unit}S`,
]);

/** `INTERVAL 3 DAYS` → `INTERVAL '3 DAYS'`. With a string for the number it is PostgreSQL's, where the unit restricts the fields. */
export const intervalNumbers: Rewrite = (tokens) => {
  const out: DraftToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (is(tokens, i - 1, 'INTERVAL') && tokens[i].kind === 'number' && is(tokens, i + 1, ...UNITS)) {
      const text = `'${tokens[i].text} ${tokens[i + 1].text}'`;
      out.push({ kind: 'string', text, upper: text, at: tokens[i].at });
      i++;
    } else {
      out.push(tokens[i]);
    }
  }
  return out;
};
