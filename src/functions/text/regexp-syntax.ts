import { SqlError, unsupported } from '../../errors.js';

/*
 * PostgreSQL's advanced regular expressions as JavaScript's.
 *
 * The languages nearly agree; differences that stay: where PostgreSQL takes the longest of several alternatives JavaScript takes the first that
 * lets the whole match (`foo|foobar` finds `foo` in `foobar`), and collating elements longer than a character are refused.
 */

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  blank: ' \\t',
  cntrl: '\\p{Cc}',
  digit: '0-9',
  graph: '!-~\\u00a1-\\u{10ffff}',
  lower: '\\p{Ll}',
  print: ' -~\\u00a0-\\u{10ffff}',
  punct: '!-\\/:-@\\[-`\\{-~\\p{P}',
  space: '\\s',
  upper: '\\p{Lu}',
  xdigit: '0-9A-Fa-f',
  word: '\\p{L}\\p{N}_',
};

const WORD = '[\\p{L}\\p{N}_]';

/** Class escapes: what stands for them outside and inside a bracket. */
const CLASS_ESCAPES: Readonly<Record<string, readonly [outside: string, inside: string]>> = {
  d: ['[0-9]', '0-9'],
  D: ['[^0-9]', ''],
  s: ['\\s', '\\s'],
  S: ['\\S', '\\S'],
  w: [WORD, '\\p{L}\\p{N}_'],
  W: ['[^\\p{L}\\p{N}_]', ''],
};

const CONSTRAINTS: Readonly<Record<string, string>> = {
  A: '^',
  Z: '$',
  m: `(?<!${WORD})(?=${WORD})`,
  M: `(?<=${WORD})(?!${WORD})`,
  y: `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`,
  Y: `(?:(?<!${WORD})(?!${WORD})|(?<=${WORD})(?=${WORD}))`,
};

const CHARACTER_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, B: 92, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11, 0: 0 };

export const invalidRegexp = (reason: string): SqlError => new SqlError('2201B', `invalid regular expression: ${reason}`);

export interface RegexpOptions {
  ignoresCase: boolean;
  /** `.` and negated brackets do not match a newline. */
  stopsAtNewline: boolean;
  /** `^` and `$` also match at lines. */
  anchorsLines: boolean;
  isExpanded: boolean;
  isLiteral: boolean;
}

/** Applies the option letters of a function's flags or of an embedded `(?…)`; 22023 for an unknown one. */
export function applyOption(letter: string, options: RegexpOptions): void {
  switch (letter) {
    case 'i':
      options.ignoresCase = true;
      break;
    case 'c':
      options.ignoresCase = false;
      break;
    case 'n':
    case 'm':
      options.stopsAtNewline = options.anchorsLines = true;
      break;
    case 's':
      options.stopsAtNewline = options.anchorsLines = false;
      break;
    case 'p':
      options.stopsAtNewline = true;
      options.anchorsLines = false;
      break;
    case 'w':
      options.stopsAtNewline = false;
      options.anchorsLines = true;
      break;
    case 'x':
      options.isExpanded = true;
      break;
    case 't':
      options.isExpanded = false;
      break;
    case 'q':
      options.isLiteral = true;
      break;
    case 'e':
    case 'b':
      break;
    default:
      throw new SqlError('22023', `invalid regular expression option: "${letter}"`);
  }
}

/** The JavaScript regular expression of a pattern, with flag `u` and, when `global`, `g`. 2201B for a bad pattern. */
export function translateRegexp(pattern: string, options: RegexpOptions, isGlobal: boolean): RegExp {
  let text = pattern;
  if (text.startsWith('***=')) {
    options.isLiteral = true;
    text = text.slice(4);
  } else if (text.startsWith('***:')) {
    text = text.slice(4);
  }
  if (!options.isLiteral) {
    const embedded = /^\(\?([a-z]+)\)/.exec(text);
    if (embedded !== null) {
      for (const letter of embedded[1]) applyOption(letter, options);
      text = text.slice(embedded[0].length);
    }
  }
  const source = options.isLiteral ? [...text].map(literal).join('') : translate(text, options);
  try {
    return new RegExp(source, `u${options.ignoresCase ? 'i' : ''}${isGlobal ? 'g' : ''}`);
  } catch (error) {
    const reason = /: ([^:]+)$/.exec((error as Error).message)?.[1] ?? 'bad pattern';
    throw invalidRegexp(reason.toLowerCase());
  }
}

const literal = (character: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);

const inBracket = (character: string): string =>
  /[\^\\\-\]&[(){}/|!#$%*+,.:;<=>?@`~]/.test(character) && /[\^$\\.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character;

function translate(text: string, options: RegexpOptions): string {
  const characters = [...text];
  let at = 0;
  let out = '';
  while (at < characters.length) {
    const character = characters[at++];
    switch (character) {
      case '\\':
        out += escape(false);
        break;
      case '[':
        out += bracket();
        break;
      case '.':
        out += options.stopsAtNewline ? '[^\\n]' : '[^]';
        break;
      case '^':
        out += options.anchorsLines ? '(?<=^|\\n)' : '^';
        break;
      case '$':
        out += options.anchorsLines ? '(?=$|\\n)' : '$';
        break;
      case '{':
        out += /[0-9]/.test(characters[at] ?? '') ? bound() : '\\{';
        break;
      case '}':
      case ']':
        out += `\\${character}`;
        break;
      case '(':
        if (characters[at] === '?' && characters[at + 1] === '#') {
          while (at < characters.length && characters[at] !== ')') at++;
          at++;
        } else {
          out += '(';
        }
        break;
      case '/':
        out += '\\/';
        break;
      case '#':
        if (!options.isExpanded) out += '#';
        else while (at < characters.length && characters[at] !== '\n') at++;
        break;
      default:
        if (!options.isExpanded || !/\s/.test(character)) out += character;
    }
  }
  return out;

  function bound(): string {
    let inside = '';
    while (at < characters.length && characters[at] !== '}') inside += characters[at++];
    if (at++ >= characters.length) throw invalidRegexp('braces {} not balanced');
    if (!/^\d+(,\d*)?$/.test(inside) || inside.split(',').some((n) => Number(n) > 255)) throw invalidRegexp('invalid repetition count(s)');
    return `{${inside}}`;
  }

  function hexadecimal(least: number, most: number): number {
    let digits = '';
    while (digits.length < most && /[0-9a-fA-F]/.test(characters[at] ?? '')) digits += characters[at++];
    if (digits.length < least) throw invalidRegexp('invalid escape \\ sequence');
    return parseInt(digits, 16);
  }

  /** What follows a backslash. */
  function escape(isInBracket: boolean): string {
    const quote = isInBracket ? inBracket : literal;
    if (at >= characters.length) throw invalidRegexp('invalid escape \\ sequence');
    const character = characters[at++];
    const classEscape = CLASS_ESCAPES[character];
    if (classEscape !== undefined) {
      if (isInBracket && classEscape[1] === '') throw invalidRegexp('invalid escape \\ sequence');
      return classEscape[isInBracket ? 1 : 0];
    }
    if (!isInBracket && CONSTRAINTS[character] !== undefined) return CONSTRAINTS[character];
    if (!isInBracket && /[1-9]/.test(character)) {
      let digits = character;
      while (/[0-9]/.test(characters[at] ?? '')) digits += characters[at++];
      return `(?:\\${digits})`;
    }
    if (character === 'x') return quote(codePoint(hexadecimal(1, 255)));
    if (character === 'u') return quote(codePoint(hexadecimal(4, 4)));
    if (character === 'U') return quote(codePoint(hexadecimal(8, 8)));
    if (character === 'c') return quote(codePoint((characters[at++] ?? '@').codePointAt(0)! & 31));
    const code = CHARACTER_ESCAPES[character];
    if (code !== undefined) return quote(String.fromCodePoint(code));
    if (/[A-Za-z0-9]/.test(character)) throw invalidRegexp('invalid escape \\ sequence');
    return quote(character);
  }

  /** `[…]`, after its `[`. */
  function bracket(): string {
    const rest = characters.slice(at, at + 6).join('');
    if (rest === '[:<:]]' || rest === '[:>:]]') {
      at += 6;
      return CONSTRAINTS[rest === '[:<:]]' ? 'm' : 'M'];
    }
    const isNegated = characters[at] === '^';
    if (isNegated) at++;
    let inside = '';
    for (let isFirst = true; ; isFirst = false) {
      if (at >= characters.length) throw invalidRegexp('brackets [] not balanced');
      const character = characters[at++];
      if (character === ']' && !isFirst) break;
      if (character === '[' && /[:.=]/.test(characters[at] ?? '')) inside += named(characters[at++]);
      else if (character === '\\') inside += escape(true);
      else if (character === '-' && !isFirst && characters[at] !== ']') inside += '-';
      else inside += inBracket(character);
    }
    return `[${isNegated ? '^' : ''}${inside}${isNegated && options.stopsAtNewline ? '\\n' : ''}]`;
  }

  /** `[:alpha:]`, `[.x.]` or `[=x=]`, after its first two characters. */
  function named(kind: string): string {
    let name = '';
    while (at < characters.length && !(characters[at] === kind && characters[at + 1] === ']')) name += characters[at++];
    if (at >= characters.length) throw invalidRegexp('brackets [] not balanced');
    at += 2;
    if (kind !== ':') {
      if ([...name].length !== 1) throw unsupported(`the collating element "${name}" in a regular expression`);
      return inBracket(name);
    }
    if (!Object.hasOwn(CLASSES, name)) throw invalidRegexp('invalid character class');
    return CLASSES[name];
  }
}

function codePoint(value: number): string {
  if (value > 0x10ffff) throw invalidRegexp('invalid escape \\ sequence');
  return String.fromCodePoint(value);
}
