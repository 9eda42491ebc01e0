/** A piece of date and time text, classed as PostgreSQL's ParseDateTime classes it. */
export interface DateToken {
  readonly kind: 'number' | 'word' | 'date' | 'time' | 'signed' | 'special';
  readonly text: string;
}

const isDigit = (c: string): boolean => c >= '0' && c <= '9';
const isLetter = (c: string): boolean => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
const isSpace = (c: string): boolean => c === ' ' || (c >= '\t' && c <= '\r');

export type Meaning =
  | { readonly kind: 'month' | 'weekday'; readonly value: number }
  | { readonly kind: 'meridiem'; readonly value: 'am' | 'pm' }
  | { readonly kind: 'era'; readonly value: 'ad' | 'bc' }
  | {
      readonly kind: 'moment';
      readonly value: 'now' | 'today' | 'tomorrow' | 'yesterday' | 'epoch' | 'infinity' | '-infinity' | 'allballs';
    }
  | { readonly kind: 'julian' | 'time-follows' | 'ignored' | 'daylight' };

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const KEYWORDS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...MONTHS.flatMap((name, i): [string, Meaning][] => [
    [name, { kind: 'month', value: i + 1 }],
    [name.slice(0, 3), { kind: 'month', value: i + 1 }],
  ]),
  ['sept', { kind: 'month', value: 9 }],
  ...WEEKDAYS.flatMap((name, i): [string, Meaning][] => [
    [name, { kind: 'weekday', value: i }],
    [name.slice(0, 3), { kind: 'weekday', value: i }],
  ]),
  ...Object.entries({ tues: 2, weds: 3, thur: 4, thurs: 4 }).map(([name, value]): [string, Meaning] => [name, { kind: 'weekday', value }]),
  ['am', { kind: 'meridiem', value: 'am' }],
  ['pm', { kind: 'meridiem', value: 'pm' }],
  ['ad', { kind: 'era', value: 'ad' }],
  ['bc', { kind: 'era', value: 'bc' }],
  ...(['now', 'today', 'tomorrow', 'yesterday', 'epoch', 'infinity', '-infinity', 'allballs'] as const).map((value): [string, Meaning] => [
    value,
    { kind: 'moment', value },
  ]),
  ['+infinity', { kind: 'moment', value: 'infinity' }],
  ['j', { kind: 'julian' }],
  ['jd', { kind: 'julian' }],
  ['julian', { kind: 'julian' }],
  ['t', { kind: 'time-follows' }],
  ['at', { kind: 'ignored' }],
  ['on', { kind: 'ignored' }],
  ['dst', { kind: 'daylight' }],
]);

/** Words that end before a digit although they begin no date: units of an interval such as `1d2h`. */
const UNIT_WORDS = new Set(['d', 'h', 'm', 's', 'y', 'mm', 'dow', 'doy', 'isodow', 'isoyear']);

const isKeyword = (word: string): boolean => KEYWORDS.has(word) || UNIT_WORDS.has(word);

/** What a lower-case word means in a date; undefined for what may be a zone. */
export const meaningOf = (word: string): Meaning | undefined => KEYWORDS.get(word);

/** Splits date, time and interval text; undefined when a character cannot begin any token. */
export function tokenizeDate(text: string): DateToken[] | undefined {
  const tokens: DateToken[] = [];
  let at = 0;
  const run = (accept: (c: string) => boolean): void => {
    while (at < text.length && accept(text[at])) at++;
  };
  const push = (kind: DateToken['kind'], start: number): void => {
    tokens.push({ kind, text: text.slice(start, at).toLowerCase() });
  };
  while (at < text.length) {
    const start = at;
    const c = text[at];
    if (isSpace(c)) {
      at++;
    } else if (isDigit(c)) {
      push(numeric(), start);
    } else if (c === '.') {
      at++;
      run(isDigit);
      push('number', start);
    } else if (isLetter(c)) {
      run(isLetter);
      const next = text[at] ?? '';
      const isDate =
        next === '-' ||
        next === '/' ||
        next === '.' ||
        ((next === '+' || isDigit(next)) && !isKeyword(text.slice(start, at).toLowerCase()));
      if (isDate) run((d) => isDigit(d) || isLetter(d) || '+-/_.:'.includes(d));
      push(isDate ? 'date' : 'word', start);
    } else if (c === '+' || c === '-') {
      at++;
      run(isSpace);
      const from = at;
      if (isDigit(text[at] ?? '')) {
        run((d) => isDigit(d) || d === ':' || d === '.' || d === '-');
        tokens.push({ kind: 'signed', text: c + text.slice(from, at) });
      } else if (isLetter(text[at] ?? '')) {
        run(isLetter);
        tokens.push({ kind: 'special', text: c + text.slice(from, at).toLowerCase() });
      } else {
        return undefined;
      }
    } else if (c > ' ' && c < '\x7f') {
      at++;
    } else {
      return undefined;
    }
  }
  return tokens;

  /** Moves past a token that begins with a digit. */
  function numeric(): DateToken['kind'] {
    run(isDigit);
    const delimiter = text[at] ?? '';
    if (delimiter === ':') {
      run((d) => isDigit(d) || d === ':' || d === '.');
      return 'time';
    }
    if (delimiter !== '-' && delimiter !== '/' && delimiter !== '.') return 'number';
    at++;
    if (!isDigit(text[at] ?? '')) {
      run((d) => isDigit(d) || isLetter(d) || d === delimiter);
      return 'date';
    }
    run(isDigit);
    if (text[at] !== delimiter) return delimiter === '.' ? 'number' : 'date';
    run((d) => isDigit(d) || d === delimiter);
    return 'date';
  }
}
