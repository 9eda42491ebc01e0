import { cached } from '../text/cached.js';

/** A pattern of to_char and to_timestamp, such as `YYYY`; `key` is its upper-case name. */
export interface DateField {
  readonly kind: 'field';
  readonly key: string;
  /** As written, which decides the case of what is printed. */
  readonly written: string;
  /** FM: no padding. */
  readonly isFilled: boolean;
  /** TH or th after it: an ordinal's ending. */
  readonly ordinal?: 'TH' | 'th';
}

export type DateNode = DateField | { readonly kind: 'literal' | 'separator'; readonly text: string } | { readonly kind: 'exact' };

const KEYS = [
  'A.D.',
  'A.M.',
  'AD',
  'AM',
  'B.C.',
  'BC',
  'CC',
  'DAY',
  'DDD',
  'DD',
  'DY',
  'D',
  'FF1',
  'FF2',
  'FF3',
  'FF4',
  'FF5',
  'FF6',
  'FX',
  'HH24',
  'HH12',
  'HH',
  'IDDD',
  'ID',
  'IW',
  'IYYY',
  'IYY',
  'IY',
  'I',
  'J',
  'MI',
  'MM',
  'MONTH',
  'MON',
  'MS',
  'OF',
  'P.M.',
  'PM',
  'Q',
  'RM',
  'SSSSS',
  'SSSS',
  'SS',
  'TZH',
  'TZM',
  'TZ',
  'US',
  'WW',
  'W',
  'Y,YYY',
  'YYYY',
  'YYY',
  'YY',
  'Y',
];

/** Spellings, the longest first: upper case, lower case, and names with a capital. */
const SPELLINGS: readonly string[] = [...KEYS.flatMap((key) => [key, key.toLowerCase()]), 'Day', 'Dy', 'Month', 'Mon'].sort(
  (a, b) => b.length - a.length,
);

/** The parts of a template for dates and times. */
export const dateTemplate = cached((template: string): readonly DateNode[] => {
  const nodes: DateNode[] = [];
  let at = 0;
  while (at < template.length) {
    const rest = template.slice(at);
    if (rest[0] === '"') {
      const quoted = /^"((?:\\[^]|[^"\\])*)"?/.exec(rest)!;
      for (const character of quoted[1].replace(/\\([^])/g, '$1')) nodes.push({ kind: 'literal', text: character });
      at += quoted[0].length;
      continue;
    }
    let start = 0;
    let isFilled = false;
    for (let prefix = /^(FM|fm|TM|tm)/.exec(rest); prefix !== null; prefix = /^(FM|fm|TM|tm)/.exec(rest.slice(start))) {
      isFilled ||= prefix[0].toUpperCase() === 'FM';
      start += 2;
    }
    const written = SPELLINGS.find((spelling) => rest.startsWith(spelling, start));
    if (written !== undefined) {
      at += start + written.length;
      if (written.toUpperCase() === 'FX') {
        nodes.push({ kind: 'exact' });
        continue;
      }
      const ordinal = /^(TH|th)/.exec(template.slice(at))?.[0] as 'TH' | 'th' | undefined;
      if (ordinal !== undefined) at += 2;
      nodes.push({ kind: 'field', key: written.toUpperCase(), written, isFilled, ordinal });
    } else if (start > 0) {
      at += start;
    } else {
      const escaped = rest[0] === '\\' && rest[1] === '"';
      const [character] = escaped ? '"' : rest;
      nodes.push({
        kind: /^[\x21-\x7e\s]$/.test(character) && !/[A-Za-z0-9]/.test(character) && !escaped ? 'separator' : 'literal',
        text: character,
      });
      at += escaped ? 2 : character.length;
    }
  }
  return nodes;
});

export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const ROMAN_MONTHS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** The ending of an ordinal number, as in 1ST. */
export function ordinalEnding(digits: string, isLower: boolean): string {
  const last = digits.at(-1);
  const isTeen = digits.length > 1 && digits.at(-2) === '1';
  const ending = isTeen ? 'TH' : last === '1' ? 'ST' : last === '2' ? 'ND' : last === '3' ? 'RD' : 'TH';
  return isLower ? ending.toLowerCase() : ending;
}
