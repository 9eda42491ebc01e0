/** One token of PostgreSQL's lexical grammar. Comments and white space are no tokens. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'operator';
  /** As written. */
  readonly text: string;
  /** The text in upper case when `kind` is `word`, else the text itself: what keywords and punctuation are compared with. */
  readonly upper: string;
  /** Offsets in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** What a text left open at its end. `start` is where it opens. */
export interface OpenToken {
  readonly what:
    'quoted string' | 'quoted identifier' | 'dollar-quoted string' | '/* comment' | 'bit string literal' | 'hexadecimal string literal';
  readonly start: number;
}

export interface ScanResult {
  readonly tokens: readonly Token[];
  /** The unterminated quote or comment that swallowed the rest of the text. */
  readonly open?: OpenToken;
}

const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const QUOTE = /[eEbBxX]?'|[uU]&['"]|"/y;
const PARAMETER = /\$\d+/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const OPERATOR = /[~!@#^&|`?+\-*/%<>=]+/y;
/** White space with a line break in it, then another quote: SQL joins the two strings. */
const CONTINUATION = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;

/**
 * Cuts a text into tokens as PostgreSQL's scanner does. Never fails: a character that starts no token becomes an operator of its
 * own, for the parser to complain about.
 *
 * The library's own scanner would do, but costs twice the parse, and loses the text when a quote is left open.
 */
export function scan(text: string): ScanResult {
  const tokens: Token[] = [];
  let at = 0;

  /** Where what a pattern finds here ends; `at` when it finds nothing. */
  const endOf = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : at;
  };
  const push = (kind: Token['kind'], end: number): void => {
    const written = text.slice(at, end);
    tokens.push({ kind, text: written, upper: kind === 'word' ? written.toUpperCase() : written, start: at, end });
    at = end;
  };

  while (at < text.length) {
    const c = text[at];
    if (c === ' ' || c === '\n' || c === '\t' || c === '\r' || c === '\f' || c === '\v') {
      at++;
      continue;
    }

    if (c === '-' && text[at + 1] === '-') {
      const end = text.slice(at).search(/[\n\r]/);
      if (end < 0) break;
      at += end;
      continue;
    }
    if (c === '/' && text[at + 1] === '*') {
      const end = endOfComment(text, at);
      if (end < 0) return { tokens, open: { what: '/* comment', start: at } };
      at = end;
      continue;
    }

    const quote = mayOpenQuote(text, at) ? text.slice(at, endOf(QUOTE)) : '';
    if (quote !== '') {
      const end = quote.endsWith('"')
        ? endOfIdentifier(text, at + quote.length)
        : endOfString(text, at + quote.length, quote[0].toLowerCase());
      if (end < 0) return { tokens, open: { what: openQuote(quote), start: at } };
      push(quote.endsWith('"') ? 'quoted' : 'string', end);
      continue;
    }

    if (c === '$') {
      const tag = text.slice(at, endOf(DOLLAR_TAG));
      if (tag !== '') {
        const close = text.indexOf(tag, at + tag.length);
        if (close < 0) return { tokens, open: { what: 'dollar-quoted string', start: at } };
        push('string', close + tag.length);
        continue;
      }
      push('parameter', Math.max(at + 1, endOf(PARAMETER)));
      continue;
    }

    const word = endOf(WORD);
    if (word > at) {
      push('word', word);
      continue;
    }
    const number = endOf(NUMBER);
    if (number > at) push('number', number);
    else push('operator', at + operatorLength(text, at, text.slice(at, endOf(OPERATOR))));
  }
  return { tokens };
}

/** Whether a quote, or a letter that may stand before one, is here. */
function mayOpenQuote(text: string, at: number): boolean {
  const c = text[at];
  if (c === "'" || c === '"') return true;
  const next = text[at + 1];
  return next === "'" || (next === '&' && (c === 'u' || c === 'U'));
}

function openQuote(quote: string): OpenToken['what'] {
  if (quote.endsWith('"')) return 'quoted identifier';
  if (/^[bB]/.test(quote)) return 'bit string literal';
  if (/^[xX]/.test(quote)) return 'hexadecimal string literal';
  return 'quoted string';
}

function endOfComment(text: string, start: number): number {
  const pattern = /\/\*|\*\//g;
  pattern.lastIndex = start;
  let depth = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return pattern.lastIndex;
  }
  return -1;
}

function endOfIdentifier(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  return -1;
}

/** `prefix` is the letter before the quote, or the quote: E'' has backslashes, B'' and X'' have no doubled quotes. */
function endOfString(text: string, from: number, prefix: string): number {
  let at = from;
  while (at < text.length) {
    if (prefix === 'e' && text[at] === '\\') {
      at += 2;
    } else if (text[at] !== "'") {
      at++;
    } else if (text[at + 1] === "'" && prefix !== 'b' && prefix !== 'x') {
      at += 2;
    } else {
      CONTINUATION.lastIndex = at + 1;
      const more = CONTINUATION.exec(text);
      if (more === null) return at + 1;
      at += 1 + more[0].length;
    }
  }
  return -1;
}

/** PostgreSQL's rules: an operator stops before a comment, and ends in + or - only when it holds one of ~!@#%^&|`? */
function operatorLength(text: string, at: number, run: string): number {
  if (run === '') {
    const two = text.slice(at, at + 2);
    return two === '::' || two === ':=' || two === '..' ? 2 : 1;
  }
  const comment = run.search(/--|\/\*/);
  let operator = comment > 0 ? run.slice(0, comment) : run;
  while (operator.length > 1 && /[+-]$/.test(operator) && !/[~!@#%^&|`?]/.test(operator.slice(0, -1))) operator = operator.slice(0, -1);
  return operator.length;
}
