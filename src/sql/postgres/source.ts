import type { Identifier } from '../ast.js';
import type { Token } from '../tokens.js';

/**
 * Leads from the parser's byte offsets back to the user's text, and recovers from its tokens what the parser's tree has lost: the
 * spelling of identifiers, which PostgreSQL folds to lower case, and of numbers.
 */
export class Source {
  /** For each bracket the index of its partner. */
  private readonly partner: Int32Array;
  /** Where each token starts in the parsed text, in UTF-8 bytes; undefined where these are as many as characters. */
  private readonly bytes: Int32Array | undefined;

  /**
   * `tokens` are those of the parsed text `text`, which starts at offset `base` of theirs; token `i`, or what it was made from, stands at
   * `placeOf(i)` in the user's text.
   */
  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
    private readonly base: number,
    readonly placeOf: (i: number) => number,
    private readonly endAt: number,
  ) {
    this.bytes = Buffer.byteLength(text) === text.length ? undefined : byteOffsets(text, tokens, base);
    this.partner = partners(tokens);
  }

  /** The offset in the user's text of a byte offset; undefined for the parser's "nowhere" (absent or -1). */
  at(byte: number | undefined): number | undefined {
    if (byte === undefined || byte < 0) return undefined;
    const i = this.indexAt(byte);
    return i === undefined ? this.endAt : this.placeOf(i);
  }

  /** The offset in the user's text of an error, whose cursor counts characters where nodes count bytes. */
  atCharacter(cursor: number): number {
    return this.at(Buffer.byteLength(Array.from(this.text).slice(0, cursor).join(''))) ?? this.endAt;
  }

  /** Index of the first token that ends after this byte offset. */
  indexAt(byte: number): number | undefined {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.startOf(middle) <= byte) low = middle + 1;
      else high = middle;
    }
    const i = low - 1;
    if (i >= 0 && byte < this.endOf(i)) return i;
    return low < this.tokens.length ? low : undefined;
  }

  private startOf(i: number): number {
    return this.bytes === undefined ? this.tokens[i].start - this.base : this.bytes[i];
  }

  private endOf(i: number): number {
    const { text } = this.tokens[i];
    return this.startOf(i) + (this.bytes === undefined ? text.length : Buffer.byteLength(text));
  }

  /** The identifier that the parser read as `name`, spelled as token `i` spells it when that is it. */
  identifier(name: string, i: number | undefined): Identifier {
    const token = i === undefined ? undefined : this.tokens[i];
    if (i === undefined || token === undefined || !names(token, name))
      return { name, quoted: !/^[a-z_\u0080-\uffff][a-z0-9_$\u0080-\uffff]*$/.test(name) };
    if (token.kind === 'word') return { name: token.text, quoted: false, at: this.placeOf(i) };
    return { name: token.text.startsWith('"') ? token.text.slice(1, -1).replaceAll('""', '"') : name, quoted: true, at: this.placeOf(i) };
  }

  /** The parts of a dotted name whose first part is token `i`. */
  dotted(parts: readonly string[], i: number | undefined): Identifier[] {
    return parts.map((part, n) => this.identifier(part, i === undefined ? undefined : i + 2 * n));
  }

  /** A comma-separated list of names inside the bracket at token `i`. */
  listed(parts: readonly string[], i: number | undefined): Identifier[] {
    return parts.map((part, n) => this.identifier(part, i === undefined || this.tokens[i]?.text !== '(' ? undefined : i + 1 + 2 * n));
  }

  /** Index of the bracket that pairs with the one at this index. */
  closeOf(open: number): number | undefined {
    const close = this.partner[open] as number | undefined;
    return close === undefined || close < 0 ? undefined : close;
  }

  /** Index of the innermost bracket that is open at token `i`. */
  enclosing(i: number): number | undefined {
    for (let n = i - 1; n >= 0; n--) {
      const text = this.tokens[n].text;
      if (text === ')' || text === ']') n = this.closeOf(n) ?? n;
      else if (text === '(' || text === '[') return n;
    }
    return undefined;
  }

  isWord(i: number, ...words: string[]): boolean {
    const token = this.tokens[i] as Token | undefined;
    return token?.kind === 'word' && words.includes(token.upper);
  }

  /** Index of the alias `name` that stands, after an optional AS, at token `i`. */
  aliasAt(name: string, i: number): number | undefined {
    const at = this.isWord(i, 'AS') ? i + 1 : i;
    const token = this.tokens[at] as Token | undefined;
    return token !== undefined && names(token, name) ? at : undefined;
  }

  /** Index of the alias `name` after the closing bracket of one of the brackets around token `i`, innermost first. */
  aliasAfterEnclosing(name: string, i: number): number | undefined {
    for (let open = this.enclosing(i); open !== undefined; open = this.enclosing(open)) {
      const close = this.closeOf(open);
      if (close === undefined) return undefined;
      const found = this.aliasAt(name, close + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The offset of each token in UTF-8 bytes. */
function byteOffsets(text: string, tokens: readonly Token[], base: number): Int32Array {
  let byte = 0;
  let last = 0;
  return Int32Array.from(tokens, ({ start }) => {
    byte += Buffer.byteLength(text.slice(last, start - base));
    last = start - base;
    return byte;
  });
}

function partners(tokens: readonly Token[]): Int32Array {
  const partner = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach(({ text }, i) => {
    if (text === '(' || text === '[') open.push(i);
    if (text !== ')' && text !== ']') return;
    const start = open.pop();
    if (start === undefined) return;
    partner[start] = i;
    partner[i] = start;
  });
  return partner;
}

/** Whether the parser reads this token as the identifier `name`: it folds ASCII letters and cuts at 63 bytes. */
export function names(token: Pick<Token, 'kind' | 'text'>, name: string): boolean {
  if (token.kind === 'word') return foldAscii(token.text).startsWith(name) && (token.text.length === name.length || isCut(name));
  if (token.kind !== 'quoted') return false;
  if (!token.text.startsWith('"')) return true;
  const value = token.text.slice(1, -1).replaceAll('""', '"');
  return value === name || (isCut(name) && value.startsWith(name));
}

const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const isCut = (name: string): boolean => Buffer.byteLength(name) >= 60;
