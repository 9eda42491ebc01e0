/** A regular expression as far as a program can run it. */
export type RegexpTree =
  | { readonly kind: 'characters'; readonly set: CharacterSet }
  /** One character beyond ASCII, as UTF-8. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexpTree[] }
  /** The first that lets the whole match. */
  | { readonly kind: 'choice'; readonly options: readonly RegexpTree[] }
  | { readonly kind: 'group'; readonly number: number; readonly body: RegexpTree }
  | { readonly kind: 'repeat'; readonly body: RegexpTree; readonly least: number; readonly most: number; readonly lazy: boolean };

/** Which characters fit. Of those beyond ASCII all, none, or some that only the host knows. */
export interface CharacterSet {
  readonly ascii: readonly boolean[];
  readonly others: 'all' | 'none' | 'some';
}

/** Thrown for what programs do not cover. */
export class BeyondPrograms extends Error {}

/** Letters that are the same as one beyond ASCII when case is ignored: U+212A KELVIN SIGN and U+017F LATIN SMALL LETTER LONG S. */
const FOLDED = /[ks]/i;
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** The tree of a JavaScript regular expression with flag `u` and without `m`. Throws BeyondPrograms for look-around, back-references and named groups. */
export function parseRegexp({ source, ignoreCase }: RegExp): RegexpTree {
  const flags = ignoreCase ? 'ui' : 'u';
  let at = 0;
  let groups = 0;
  const tree = choice();
  if (at < source.length) throw new BeyondPrograms();
  return tree;

  function choice(): RegexpTree {
    const options = [sequence()];
    while (source[at] === '|') {
      at++;
      options.push(sequence());
    }
    return options.length === 1 ? options[0] : { kind: 'choice', options };
  }

  function sequence(): RegexpTree {
    const parts: RegexpTree[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(term());
    return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
  }

  function term(): RegexpTree {
    if (source[at] === '^' || source[at] === '$') return { kind: source[at++] === '^' ? 'start' : 'end' };
    return quantified(atom());
  }

  function quantified(body: RegexpTree): RegexpTree {
    const [quantifier, bound] = /^(?:[*+?]|\{(\d+(?:,\d*)?)\})/.exec(source.slice(at, at + 16)) ?? [];
    if (quantifier === undefined) return body;
    at += quantifier.length;
    const lazy = source[at] === '?';
    if (lazy) at++;
    const [least, most = least] = bound?.split(',') ?? [quantifier === '+' ? '1' : '0', quantifier === '?' ? '1' : ''];
    return { kind: 'repeat', body, least: Number(least), most: most === '' ? Infinity : Number(most), lazy };
  }

  function atom(): RegexpTree {
    const start = at;
    const character = String.fromCodePoint(source.codePointAt(at)!);
    if (character === '(') return group();
    if (character === '[') return bracket();
    at += character.length;
    if (character !== '\\') return one(character);
    const escaped = escape();
    if (escaped !== undefined) return one(escaped);
    return { kind: 'characters', set: { ascii: asciiOf(source.slice(start, at)), others: 'some' } };
  }

  function group(): RegexpTree {
    at++;
    let number = 0;
    if (source.startsWith('?:', at)) at += 2;
    else if (source[at] === '?') throw new BeyondPrograms();
    else number = ++groups;
    const body = choice();
    at++;
    return number === 0 ? body : { kind: 'group', number, body };
  }

  function one(character: string): RegexpTree {
    if (character < '\x80') {
      return {
        kind: 'characters',
        set: { ascii: asciiOf(quote(character)), others: ignoreCase && FOLDED.test(character) ? 'some' : 'none' },
      };
    }
    if (!ignoreCase) return { kind: 'bytes', bytes: new TextEncoder().encode(character) };
    return { kind: 'characters', set: { ascii: asciiOf(quote(character)), others: 'some' } };
  }

  /** What follows a backslash: the character that it stands for, undefined for a class. */
  function escape(): string | undefined {
    const rest = source.slice(at, at + 32);
    const [whole, digits = undefined, braced = digits] = /^u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]+)\})/.exec(rest) ?? [];
    if (whole !== undefined) {
      at += whole.length;
      return String.fromCodePoint(parseInt(braced!, 16));
    }
    const [property] = /^(?:[pP]\{[^}]*\}|[sSdDwW])/.exec(rest) ?? [];
    if (property !== undefined) {
      at += property.length;
      return undefined;
    }
    const control = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' }[rest[0]];
    if (control === undefined && /[0-9a-zA-Z]/.test(rest[0])) throw new BeyondPrograms();
    at++;
    return control ?? rest[0];
  }

  function bracket(): RegexpTree {
    const start = at++;
    const isNegated = source[at] === '^';
    if (isNegated) at++;
    let isAscii = true;
    while (source[at] !== ']') {
      const character = String.fromCodePoint(source.codePointAt(at)!);
      at += character.length;
      const meant = character === '\\' ? escape() : character;
      isAscii &&= meant !== undefined && meant < '\x80';
    }
    at++;
    const text = source.slice(start, at);
    const ascii = asciiOf(text);
    const folds = ignoreCase && FOLDED.test(ASCII.filter((_, code) => ascii[code] !== isNegated).join(''));
    return { kind: 'characters', set: { ascii, others: !isAscii || folds ? 'some' : isNegated ? 'all' : 'none' } };
  }

  function asciiOf(text: string): readonly boolean[] {
    const regexp = new RegExp(`^${text}$`, flags);
    return ASCII.map((character) => regexp.test(character));
  }
}

const quote = (character: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);
