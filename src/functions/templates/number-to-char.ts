import { numberTemplate, type NumberTemplate } from './number-template.js';
import { ordinalEnding } from './date-template.js';

/** A number as to_char wants it. */
export interface Printable {
  /** Its text with so many digits after the point, `-` before a negative one. */
  readonly fixed: (digits: number) => string;
  /** Its text in scientific notation, `-` before a negative one: `1.23e+04`. */
  readonly scientific: (digits: number) => string;
  /** The number times a power of ten. */
  readonly times: (power: number) => Printable;
}

/** A number by a template: PostgreSQL's NUM_processor, step for step. */
export function numberToChar(value: Printable, template: string): string {
  const parsed = numberTemplate(template);
  const { flags, post } = parsed;
  if (flags.has('roman')) return roman(value.fixed(0), flags.has('fill'));
  if (flags.has('exponent')) {
    const text = value.scientific(post);
    return text.startsWith('-') ? text : ` ${text}`;
  }
  const scaled = flags.has('multiply') ? value.times(parsed.multiplier) : value;
  const pre = parsed.pre + parsed.multiplier;
  const text = scaled.fixed(post);
  const sign = text.startsWith('-') ? '-' : '+';
  let digits = sign === '-' ? text.slice(1) : text;
  // A double may show fewer digits than it was asked for.
  const [before, after = ''] = digits.split('.');
  const shown = { ...parsed, pre, post: after.length };
  if (before.length > pre) digits = `${'#'.repeat(pre)}.${'#'.repeat(after.length)}`;
  return layOut(shown, digits, sign, Math.max(0, pre - before.length));
}

/** Index of the last digit after the point that is not 0, or of the point; undefined without one. */
function lastRelevant(digits: string): number | undefined {
  const point = digits.indexOf('.');
  if (point < 0) return undefined;
  let last = point;
  for (let i = point + 1; i < digits.length; i++) if (digits[i] !== '0') last = i;
  return last;
}

function layOut(template: NumberTemplate, digits: string, sign: '+' | '-', spaces: number): string {
  const { nodes, pre, post, zeroEnd, flags, digitsBeforeSign } = template;
  const isFilled = flags.has('fill');
  const hasZero = flags.has('zero');
  const hasBracket = flags.has('bracket') && !(sign === '+' && isFilled);
  const zeroStart = template.zeroStart > 0 ? template.zeroStart - 1 : 0;
  let signWritten: boolean;
  let { sign: signPlace } = template;
  if (flags.has('plus') || flags.has('minus')) {
    signWritten = !(flags.has('plus') && !flags.has('minus'));
  } else {
    signWritten = sign === '+' && isFilled && !flags.has('locale-sign');
    if (signPlace === 'before' && pre === digitsBeforeSign) signPlace = 'after';
  }
  let last = isFilled && flags.has('decimal') ? lastRelevant(digits) : undefined;
  if (last !== undefined && zeroEnd > spaces) last = Math.max(last, Math.min(digits.length - 1, zeroEnd - spaces));
  const places = post + pre - 1 + (!signWritten && spaces === 0 ? 1 : 0);
  let out = '';
  let at = 0; // of the next digit
  let place = 0;
  let isInNumber = false;

  const isLeadingZero = (): boolean => !hasZero && at === 0 && digits[0] === '0' && post !== 0;
  const digit = (isZeroPattern: boolean): void => {
    isInNumber = false;
    if (
      !signWritten &&
      (place >= spaces || (hasZero && zeroStart === place)) &&
      (!isLeadingZero() || (last !== undefined && digits[last] === '.'))
    ) {
      if (flags.has('locale-sign')) {
        if (signPlace === 'before') {
          out += sign;
          signWritten = true;
        }
      } else if (hasBracket) {
        out += sign === '+' ? ' ' : '<';
        signWritten = true;
      } else {
        if (sign === '-') out += '-';
        else if (!isFilled) out += ' ';
        signWritten = true;
      }
    }
    if (place < spaces && (zeroStart > place || !hasZero)) {
      if (!isFilled) out += ' ';
    } else if (hasZero && place < spaces && zeroStart <= place) {
      out += '0';
      isInNumber = true;
    } else {
      if (digits[at] === '.') {
        out += '.';
      } else if (last !== undefined && at > last && !isZeroPattern) {
        // A trailing zero that FM drops.
      } else if (isLeadingZero()) {
        if (!isFilled) out += ' ';
        else if (last !== undefined && digits[last] === '.') out += '0';
      } else if (at < digits.length) {
        out += digits[at];
        isInNumber = true;
      }
      if (at < digits.length) at++;
    }
    const end = last !== undefined && last === at ? place : places + (spaces > 0 ? 1 : 0) + (flags.has('decimal') ? 1 : 0);
    if (place + 1 === end) {
      if (signWritten && hasBracket) out += sign === '+' ? ' ' : '>';
      else if (flags.has('locale-sign') && signPlace === 'after') out += sign;
    }
    place++;
  };

  for (const { key, text } of nodes) {
    switch (key) {
      case undefined:
        out += text;
        break;
      case '9':
      case '.':
      case 'D':
        digit(false);
        break;
      case '0':
        digit(true);
        break;
      case ',':
      case 'G':
        if (isInNumber) out += ',';
        else if (!isFilled) out += ' ';
        break;
      case 'L':
        out += ' ';
        break;
      case 'TH':
        if (digits[0] !== '#' && sign !== '-' && !flags.has('decimal')) out += ordinalEnding(digits, text === 'th');
        break;
      case 'MI':
        if (sign === '-') out += '-';
        else if (!isFilled) out += ' ';
        break;
      case 'PL':
        if (sign === '+') out += '+';
        else if (!isFilled) out += ' ';
        break;
      case 'SG':
        out += sign;
        break;
    }
  }
  return out;
}

const ROMAN = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

function roman(text: string, isFilled: boolean): string {
  let rest = Number(text);
  if (!(rest >= 1 && rest <= 3999)) return '#'.repeat(15);
  let letters = '';
  for (const [value, symbol] of ROMAN) {
    while (rest >= value) {
      letters += symbol;
      rest -= value;
    }
  }
  return isFilled ? letters : letters.padStart(15);
}
