import { SqlError } from '../../errors.js';
import { cached } from './cached.js';
import { applyOption, translateRegexp } from './regexp-syntax.js';
import { unitOffset } from './characters.js';

/** Regular expression functions over JavaScript strings, with PostgreSQL's patterns, flags and replacement text. */

const compiled = cached((key: string): RegExp => {
  const end = key.indexOf('/');
  const options = { ignoresCase: false, stopsAtNewline: false, anchorsLines: false, isExpanded: false, isLiteral: false };
  for (const letter of key.slice(0, end)) applyOption(letter, options);
  return translateRegexp(key.slice(end + 1), options, true);
});

/** The compiled pattern; always global, so set `lastIndex` before use. `flags` are PostgreSQL's, without g. */
export function regexp(pattern: string, flags = ''): RegExp {
  const compiledRegexp = compiled(`${flags}/${pattern}`);
  compiledRegexp.lastIndex = 0;
  return compiledRegexp;
}

export const regexpTest = (text: string, pattern: string, flags = ''): boolean => regexp(pattern, flags).test(text);

/** The first match, or the n-th, at or after a UTF-16 offset. */
export function regexpExec(text: string, pattern: string, flags = '', from = 0, n = 1): RegExpExecArray | null {
  for (const match of allMatches(text, pattern, flags, from)) if (--n === 0) return match;
  return null;
}

/** All matches from left to right; an empty one moves on by a character. */
export function* allMatches(text: string, pattern: string, flags = '', from = 0): Generator<RegExpExecArray> {
  const expression = regexp(pattern, flags);
  let at = from;
  while (at <= text.length) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match === null) return;
    yield match;
    at = match[0] === '' ? match.index + (text.codePointAt(match.index)! > 0xffff ? 2 : 1) : match.index + match[0].length;
  }
}

/** The whole match, or its first group when it has groups; null for no match. */
export function regexpSubstring(text: string, pattern: string): string | null {
  const match = regexpExec(text, pattern);
  if (match === null) return null;
  return match.length > 1 ? (match[1] ?? null) : match[0];
}

/** Groups of a match as regexp_match gives them: the whole match when there are none. */
export const groupsOf = (match: RegExpExecArray): (string | null)[] =>
  match.length > 1 ? match.slice(1).map((group) => group ?? null) : [match[0]];

/** Takes `g` out of a function's flags. */
export function splitGlobal(flags: string): { readonly isGlobal: boolean; readonly flags: string } {
  return { isGlobal: flags.includes('g'), flags: flags.replaceAll('g', '') };
}

/** Refuses `g` where it means nothing. */
export function withoutGlobal(flags: string, functionName: string): string {
  if (flags.includes('g')) throw new SqlError('22023', `${functionName}() does not support the "global" option`);
  return flags;
}

/** The text with the n-th match, or all of them for 0, from a UTF-16 offset on replaced; `\1`, `\&` and `\\` mean something in the replacement. */
export function regexpReplace(text: string, pattern: string, replacement: string, flags: string, from: number, n: number): string {
  let out = text.slice(0, 0);
  let copied = 0;
  let count = 0;
  const pieces = replacementPieces(replacement);
  for (const match of allMatches(text, pattern, flags, from)) {
    count++;
    if (n !== 0 && count < n) continue;
    out += text.slice(copied, match.index) + pieces.map((piece) => (typeof piece === 'number' ? (match[piece] ?? '') : piece)).join('');
    copied = match.index + match[0].length;
    if (n !== 0) break;
  }
  return out + text.slice(copied);
}

/** What a replacement text asks for: texts, and groups by number, 0 for the whole match. */
export const replacementPieces = cached((replacement: string): readonly (string | number)[] => {
  const pieces = replacement.split(/(\\[0-9&\\])/).map((piece, i): string | number => {
    if (i % 2 === 0) return piece;
    if (piece === '\\\\') return '\\';
    if (piece === '\\&') return 0;
    return piece === '\\0' ? piece : Number(piece[1]);
  });
  return pieces.filter((piece) => piece !== '');
});

/** The parts between matches; empty matches at the ends and right after another match do not count. */
export function regexpSplit(text: string, pattern: string, flags: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let previousEnd = 0;
  for (const match of allMatches(text, pattern, flags)) {
    const end = match.index + match[0].length;
    if (match.index < text.length && end > previousEnd) {
      parts.push(text.slice(from, match.index));
      from = end;
    }
    previousEnd = end;
  }
  return [...parts, text.slice(from)];
}

/** The UTF-16 offset of a 1-based `start` argument; 22023 unless positive. */
export function startOffset(text: string, start: number): number {
  requirePositive('start', start);
  return unitOffset(text, start - 1);
}

export function requirePositive(parameter: string, value: number, least = 1): void {
  if (value < least) throw new SqlError('22023', `invalid value for parameter "${parameter}": ${value}`);
}
