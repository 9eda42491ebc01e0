import { readdirSync, statSync, type Dirent } from 'node:fs';
import { SqlError } from '../../errors.js';

/** True when a name has an unescaped `*`, `?`, `[…]` or `{…}`. */
export const isGlob = (name: string): boolean => /(?:^|[^\\])(?:[*?]|\[[^\]]+\]|\{[^}]*\})/.test(name);

/**
 * The files that a pattern matches, each once, in order of their paths' UTF-16 code units.
 *
 * `*` and `?` stay within a name, `**` spans any number of directories, `[a-z]` and `[!a-z]` are one character, `{a,b}` is either, `\`
 * takes the next character as it is. Wildcards do not match a leading dot, and `**` does not follow links to directories.
 */
export function expandGlob(pattern: string): string[] {
  const found = new Set<string>();
  for (const plain of expandBraces(pattern)) {
    const absolute = plain.startsWith('/');
    const segments = plain.split('/').filter((segment) => segment !== '');
    walk(absolute ? '/' : '', segments, 0, found);
  }
  return [...found].sort(comparePaths);
}

/** Orders paths by UTF-16 code units: the same on every machine. */
export const comparePaths = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function walk(folder: string, segments: readonly string[], index: number, found: Set<string>): void {
  const segment = segments[index];
  const last = index === segments.length - 1;
  if (segment === '**') {
    if (!last) walk(folder, segments, index + 1, found);
    for (const entry of entriesOf(folder)) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) walk(`${folder}${entry.name}/`, segments, index, found);
      else if (last && isFile(folder + entry.name)) found.add(folder + entry.name);
    }
    return;
  }
  if (!/[*?[\\]/.test(segment)) {
    visit(folder + segment, segments, index, found);
    return;
  }
  const matches = segmentMatcher(segment);
  for (const entry of entriesOf(folder)) {
    if (matches(entry.name)) visit(folder + entry.name, segments, index, found);
  }
}

function visit(path: string, segments: readonly string[], index: number, found: Set<string>): void {
  if (index < segments.length - 1) walk(`${path}/`, segments, index + 1, found);
  else if (isFile(path)) found.add(path);
}

/** A directory that cannot be listed matches nothing. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A path that leads through a file, or that may not be looked at, is no file. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether a name matches one segment of a pattern. */
export function segmentMatcher(segment: string): (name: string) => boolean {
  let source = '';
  for (let i = 0; i < segment.length; i++) {
    const char = segment[i];
    if (char === '*') {
      while (segment[i + 1] === '*') i++;
      source += '.*';
    } else if (char === '?') {
      source += '.';
    } else if (char === '[') {
      const close = segment.indexOf(']', i + (segment[i + 1] === '!' || segment[i + 1] === '^' ? 3 : 2));
      if (close < 0) {
        source += '\\[';
        continue;
      }
      const negated = segment[i + 1] === '!' || segment[i + 1] === '^';
      const set = segment.slice(i + (negated ? 2 : 1), close).replace(/[\\\]^]/g, '\\$&');
      source += `[${negated ? '^' : ''}${set}]`;
      i = close;
    } else {
      source += (char === '\\' && i + 1 < segment.length ? segment[++i] : char).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    }
  }
  const wild = /^[*?[]/.test(segment);
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^${source}$`, 's');
  } catch {
    return (name) => name === segment; // a set such as [z-a] is no set
  }
  return (name) => !(wild && name.startsWith('.')) && pattern.test(name);
}

const MAX_ALTERNATIVES = 10_000;

/** `a{b,c{d,e}}` is ab, acd, ace. A brace that does not close stands for itself. */
function expandBraces(pattern: string): string[] {
  const open = findUnescaped(pattern, '{', 0);
  if (open < 0) return [pattern];
  const parts: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i++;
    else if (char === '{') depth++;
    else if (char === ',' && depth === 1) {
      parts.push(pattern.slice(start, i));
      start = i + 1;
    } else if (char === '}' && --depth === 0) {
      parts.push(pattern.slice(start, i));
      const head = pattern.slice(0, open);
      const tails = expandBraces(pattern.slice(i + 1));
      const middles = parts.flatMap(expandBraces);
      if (middles.length * tails.length > MAX_ALTERNATIVES)
        throw new SqlError('54000', `a pattern stands for more than ${MAX_ALTERNATIVES} names`, {
          hint: 'Use * in place of some of the braces.',
        });
      return middles.flatMap((middle) => tails.map((tail) => head + middle + tail));
    }
  }
  return [pattern.slice(0, open) + '\\{' + pattern.slice(open + 1)];
}

function findUnescaped(text: string, char: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === char) return i;
  }
  return -1;
}
