import { SqlError } from '../../errors.js';
import { cached } from './cached.js';
import { regexp } from './regexp.js';

/** SIMILAR TO patterns as regular expressions (PostgreSQL's similar_to_escape): `%` and `_` as in LIKE, and `| * + ? { } ( ) [ ]`. */
const similarPattern = cached((key: string): string => {
  const separator = key.indexOf('\0');
  const escape = key.slice(0, separator);
  const characters = [...key.slice(separator + 1)];
  let out = '^(?:';
  let quotes = 0;
  let inBracket = false;
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i];
    if (character === escape) {
      const next = characters[++i];
      if (next === undefined) throw new SqlError('22025', 'invalid escape sequence');
      if (next === '"' && !inBracket) {
        quotes++;
        if (quotes === 1) out += ')(';
        else if (quotes === 2) out += ')(?:';
        else throw new SqlError('2200C', 'SQL regular expression may not contain more than two escape-double-quote separators');
      } else {
        out += /[A-Za-z0-9]/.test(next) ? next : `\\${next}`;
      }
    } else if (inBracket) {
      if (character === ']') inBracket = false;
      out += character === '\\' ? '\\\\' : character;
    } else if (character === '[') {
      inBracket = true;
      out += character;
    } else if (character === '%') {
      // What lies before the first separator is as short as can be.
      out += quotes === 0 ? '.*?' : '.*';
    } else if (character === '_') {
      out += '.';
    } else if (character === '(') {
      out += '(?:';
    } else {
      out += /[\\.^$]/.test(character) ? `\\${character}` : character;
    }
  }
  return `${out})$`;
});

function patternOf(pattern: string, escape: string): string {
  if ([...escape].length > 1)
    throw new SqlError('22019', 'invalid escape string', { hint: 'Escape string must be empty or one character.' });
  return similarPattern(`${escape}\0${pattern}`);
}

export const similarMatches = (text: string, pattern: string, escape: string): boolean => regexp(patternOf(pattern, escape)).test(text);

/** `substring(text from pattern for escape)`: the part between the escaped quotes, or the whole match; null for none. */
export function similarSubstring(text: string, pattern: string, escape: string): string | null {
  const match = regexp(patternOf(pattern, escape)).exec(text);
  if (match === null) return null;
  return match.length > 1 ? match[1] : match[0];
}
