import { BOOLEAN, TEXT } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar } from '../../define.js';

const FORMS: ReadonlySet<string> = new Set(['NFC', 'NFD', 'NFKC', 'NFKD']);

function normalized(text: string, form: string): string {
  if (!FORMS.has(form.toUpperCase())) throw new SqlError('22023', `invalid normalization form: ${form}`);
  return text.normalize(form.toUpperCase());
}

/** normalize. NULL when any argument is. */
export const normalize = scalar({
  name: 'normalize',
  args: ['text', 'text'],
  optionalArgs: 1,
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The string in a Unicode normalization form: NFC when left out, NFD, NFKC or NFKD.',
  examples: [
    ["normalize(U&'\\0061\\0308bc') = U&'\\00E4bc'", 't'],
    ["length(normalize('ä', NFD))", '2'],
  ],
  evaluate: ([text, form = 'NFC']) => normalized(text, form),
});

/** is_normalized, which is IS NORMALIZED. NULL when any argument is. */
export const isNormalized = scalar({
  name: 'is_normalized',
  args: ['text', 'text'],
  optionalArgs: 1,
  returns: BOOLEAN,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Whether the string is in a Unicode normalization form.',
  examples: [["'abc' IS NORMALIZED", 't']],
  evaluate: ([text, form = 'NFC']) => normalized(text, form) === text,
});
