import { SqlError } from '../../errors.js';
import { civilFromDays, daysFromCivil, daysInMonth, isoYearStart, UNIX_EPOCH_JULIAN } from '../../data/datetime.js';
import { dateTemplate, DAY_NAMES, MONTH_NAMES, ordinalEnding, ROMAN_MONTHS, type DateField, type DateNode } from './date-template.js';

/** What to_timestamp reads: local days and microseconds of the day, and the offset east of UTC in seconds where TZH told one. */
export interface ReadTimestamp {
  readonly days: number;
  readonly time: bigint;
  readonly offset?: number;
}

/** Values of the patterns read so far, by what they tell. */
interface Fields {
  year?: number;
  isoYear?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  isoDay?: number;
  isoDayOfYear?: number;
  week?: number;
  isoWeek?: number;
  weekOfMonth?: number;
  weekday?: number;
  julian?: number;
  century?: number;
  isBc?: boolean;
  hour?: number;
  hour12?: number;
  isPm?: boolean;
  minute?: number;
  second?: number;
  secondOfDay?: number;
  millis?: number;
  micros?: number;
  zoneHour?: number;
  zoneMinute?: number;
  zoneSign?: 1 | -1;
}

const isSpace = (c: string | undefined): boolean => c !== undefined && /\s/.test(c);
const isSeparator = (c: string | undefined): boolean => c !== undefined && /[\x21-\x7e]/.test(c) && !/[A-Za-z0-9]/.test(c);

const invalid = (message: string, detail?: string): SqlError => new SqlError('22007', message, { detail });

/** Patterns whose text is digits, so that a number before one of them has a fixed width. */
const isNumeric = (key: string): boolean => !/^(A\.?[DM]\.?|B\.?C\.?|P\.?M\.?|DAY|DY|MONTH|MON|RM|TZ|TZH|OF)$/.test(key);

/** Reads text by a template as to_timestamp and to_date do; 22007 where they do not fit, 22008 out of range. */
export function readTimestamp(text: string, template: string): ReadTimestamp {
  const nodes = dateTemplate(template);
  const fields: Fields = {};
  let at = 0;
  let extra = 0;
  let isExact = false;
  for (const [i, node] of nodes.entries()) {
    if (!isExact && (node.kind === 'field' || node.kind === 'separator')) {
      while (isSpace(text[at])) {
        at++;
        extra++;
      }
    }
    if (at >= text.length && node.kind === 'field') break;
    switch (node.kind) {
      case 'exact':
        isExact = true;
        break;
      case 'separator':
        if (isExact) at++;
        else {
          extra--;
          if (isSpace(text[at]) || isSeparator(text[at])) {
            at++;
            extra++;
          }
        }
        break;
      case 'literal':
        if (!isExact && extra > 0) extra--;
        else at += node.text.length;
        break;
      case 'field':
        // A minus that was skipped as one separator too many belongs to the zone.
        if (node.key === 'TZH' && extra > 0 && text[at - 1] === '-') at--;
        at = readField(text, at, node, nodes[i + 1], fields);
        extra = 0;
        if (node.ordinal !== undefined) at += ordinalEnding('1', false).length;
    }
  }
  return finish(fields, text);
}

function readField(text: string, start: number, field: DateField, next: DateNode | undefined, fields: Fields): number {
  let at = start;
  const { key } = field;

  const integer = (width: number): number => {
    const slurps =
      field.isFilled ||
      field.ordinal !== undefined ||
      next === undefined ||
      (next.kind === 'field' ? !isNumeric(next.key) : !/^\d/.test(next.kind === 'exact' ? '' : next.text));
    const rest = text.slice(at);
    const match = /^\s*([+-]?\d+)/.exec(slurps ? rest : rest.slice(0, width));
    if (match === null) throw invalid(`invalid value "${rest.slice(0, width)}" for "${field.written}"`, 'Value must be an integer.');
    if (!slurps) {
      if (rest.length < width)
        throw invalid(
          `source string too short for "${field.written}" formatting field`,
          `Field requires ${width} characters, but only ${rest.length} remain.`,
        );
      if (match[0].length < width) {
        throw invalid(
          `invalid value "${rest.slice(0, width)}" for "${field.written}"`,
          `Field requires ${width} characters, but only ${match[0].length} could be parsed.`,
        );
      }
    }
    at += match[0].length;
    const value = Number(match[1]);
    if (Math.abs(value) > 2_147_483_647) throw new SqlError('22008', `value for "${field.written}" in source string is out of range`);
    return value;
  };
  const set = <K extends keyof Fields>(name: K, value: Fields[K]): void => {
    if (fields[name] !== undefined && fields[name] !== value) {
      throw invalid(
        `conflicting values for "${field.written}" field in formatting string`,
        'This value contradicts a previous setting for the same field type.',
      );
    }
    fields[name] = value;
  };
  /** Reads one of the names in any case and gives its index. */
  const oneOf = (names: readonly string[]): number => {
    const rest = text.slice(at).toLowerCase();
    const found = [...names.keys()]
      .filter((i) => rest.startsWith(names[i].toLowerCase()))
      .sort((a, b) => names[b].length - names[a].length)[0];
    if (found === undefined) {
      throw invalid(
        `invalid value "${/^[^\s]*/.exec(text.slice(at))![0]}" for "${field.written}"`,
        'The given value did not match any of the allowed values for this field.',
      );
    }
    at += names[found].length;
    return found;
  };
  /** Digits after the decimal point, scaled to microseconds. */
  const fraction = (width: number): number => {
    const from = at;
    const value = integer(width);
    const digits = text.slice(from, at).trim().length;
    return Math.round(value * 10 ** (6 - Math.min(digits, Math.max(width, digits))));
  };

  switch (key) {
    case 'AM':
    case 'PM':
      set('isPm', oneOf(['AM', 'PM']) === 1);
      break;
    case 'A.M.':
    case 'P.M.':
      set('isPm', oneOf(['A.M.', 'P.M.']) === 1);
      break;
    case 'AD':
    case 'BC':
      set('isBc', oneOf(['AD', 'BC']) === 1);
      break;
    case 'A.D.':
    case 'B.C.':
      set('isBc', oneOf(['A.D.', 'B.C.']) === 1);
      break;
    case 'HH':
    case 'HH12':
      set('hour12', integer(2));
      break;
    case 'HH24':
      set('hour', integer(2));
      break;
    case 'MI':
      set('minute', integer(2));
      break;
    case 'SS':
      set('second', integer(2));
      break;
    case 'MS':
      set('millis', fraction(3));
      break;
    case 'US':
      set('micros', fraction(6));
      break;
    case 'FF1':
    case 'FF2':
    case 'FF3':
    case 'FF4':
    case 'FF5':
    case 'FF6':
      set('micros', fraction(Number(key[2])));
      break;
    case 'SSSS':
    case 'SSSSS':
      set('secondOfDay', integer(key.length));
      break;
    case 'TZ':
    case 'OF':
      throw new SqlError('0A000', `formatting field "${field.written}" is only supported in to_char`);
    case 'TZH':
      if (text[at] === '+' || text[at] === '-' || text[at] === ' ') {
        fields.zoneSign = text[at] === '-' ? -1 : 1;
        at++;
      }
      set('zoneHour', integer(2));
      break;
    case 'TZM':
      set('zoneMinute', integer(2));
      break;
    case 'MONTH':
      set('month', oneOf([...MONTH_NAMES]) + 1);
      break;
    case 'MON':
      set('month', oneOf(MONTH_NAMES.map((name) => name.slice(0, 3))) + 1);
      break;
    case 'MM':
      set('month', integer(2));
      break;
    case 'DAY':
      set('weekday', oneOf(DAY_NAMES));
      break;
    case 'DY':
      set('weekday', oneOf(DAY_NAMES.map((name) => name.slice(0, 3))));
      break;
    case 'DDD':
      set('dayOfYear', integer(3));
      break;
    case 'IDDD':
      set('isoDayOfYear', integer(3));
      break;
    case 'DD':
      set('day', integer(2));
      break;
    case 'D':
      set('weekday', integer(1) - 1);
      break;
    case 'ID':
      set('isoDay', integer(1));
      break;
    case 'WW':
      set('week', integer(2));
      break;
    case 'IW':
      set('isoWeek', integer(2));
      break;
    case 'W':
      set('weekOfMonth', integer(1));
      break;
    case 'Q':
      integer(1);
      break;
    case 'CC':
      set('century', integer(2));
      break;
    case 'RM':
      set('month', oneOf(ROMAN_MONTHS) + 1);
      break;
    case 'J':
      set('julian', integer(7));
      break;
    case 'Y,YYY': {
      const match = /^(\d+),(\d{3})/.exec(text.slice(at));
      if (match === null) throw invalid(`invalid input string for "${field.written}"`);
      at += match[0].length;
      set('year', Number(match[1]) * 1000 + Number(match[2]));
      break;
    }
    case 'YYYY':
      set('year', integer(4));
      break;
    case 'IYYY':
      set('isoYear', integer(4));
      break;
    case 'YYY':
    case 'YY':
    case 'Y':
    case 'IYY':
    case 'IY':
    case 'I': {
      const from = at;
      const value = integer(key.replace('I', 'Y').length);
      const partial = text.slice(from, at).trim().length < 4 ? wholeYear(value) : value;
      set(key.startsWith('I') ? 'isoYear' : 'year', partial);
      break;
    }
  }
  return at;
}

/** A year of which the last digits are given: the one nearest to 2020. */
function wholeYear(year: number): number {
  if (year < 70) return year + 2000;
  if (year < 100) return year + 1900;
  if (year < 520) return year + 2000;
  return year < 1000 ? year + 1000 : year;
}

function finish(fields: Fields, text: string): ReadTimestamp {
  const outOfRange = (): SqlError => new SqlError('22008', `date/time field value out of range: "${text}"`);
  let { hour = 0, minute = 0, second = 0 } = fields;
  if (fields.secondOfDay !== undefined) {
    if (fields.secondOfDay < 0 || fields.secondOfDay >= 86_400) throw outOfRange();
    hour = Math.floor(fields.secondOfDay / 3600);
    minute = Math.floor(fields.secondOfDay / 60) % 60;
    second = fields.secondOfDay % 60;
  }
  if (fields.hour12 !== undefined) {
    if (fields.hour12 < 1 || fields.hour12 > 12) {
      throw new SqlError('22007', `hour "${fields.hour12}" is invalid for the 12-hour clock`, {
        hint: 'Use the 24-hour clock, or give an hour between 1 and 12.',
      });
    }
    hour =
      fields.isPm === true && fields.hour12 < 12 ? fields.hour12 + 12 : fields.isPm === false && fields.hour12 === 12 ? 0 : fields.hour12;
  } else if (fields.isPm !== undefined && hour <= 12) {
    if (fields.isPm && hour < 12) hour += 12;
    else if (!fields.isPm && hour === 12) hour = 0;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) throw outOfRange();
  const time = BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt((fields.millis ?? 0) + (fields.micros ?? 0));
  const { zoneHour, zoneMinute = 0, zoneSign = 1 } = fields;
  if (zoneHour !== undefined && (zoneHour > 15 || zoneMinute > 59)) throw outOfRange();
  const offset = zoneHour === undefined ? undefined : zoneSign * (zoneHour * 3600 + zoneMinute * 60);
  return { days: daysOf(fields, outOfRange), time, offset };
}

function daysOf(fields: Fields, outOfRange: () => SqlError): number {
  const isIso =
    fields.isoYear !== undefined || fields.isoWeek !== undefined || fields.isoDay !== undefined || fields.isoDayOfYear !== undefined;
  if (isIso && (fields.year !== undefined || fields.month !== undefined || fields.day !== undefined)) {
    throw invalid('invalid combination of date conventions', undefined);
  }
  if (fields.julian !== undefined) return fields.julian - UNIX_EPOCH_JULIAN;
  if (isIso) return isoDays(fields);
  let year = fields.year ?? 0;
  if (fields.century !== undefined) {
    if (fields.year === undefined) year = fields.century * 100 - 99;
    else if (fields.year < 100) year += (fields.century - 1) * 100;
  }
  if (fields.isBc === true && year > 0) year = -year;
  if (year < 0) year += 1;
  let month = fields.month ?? 1;
  let day = fields.day ?? 1;
  let { dayOfYear } = fields;
  if (fields.week !== undefined) dayOfYear = (fields.week - 1) * 7 + 1;
  if (fields.weekOfMonth !== undefined) day = (fields.weekOfMonth - 1) * 7 + 1;
  if (dayOfYear !== undefined && fields.month === undefined && fields.day === undefined) {
    const days = daysFromCivil(year, 1, dayOfYear);
    if (dayOfYear < 1 || civilFromDays(days).year !== year) throw outOfRange();
    ({ month, day } = civilFromDays(days));
  }
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw outOfRange();
  return daysFromCivil(year, month, day);
}

function isoDays({ isoYear = 0, isoWeek, isoDay, isoDayOfYear, weekday }: Fields): number {
  const start = isoYearStart(isoYear);
  if (isoDayOfYear !== undefined) return start + isoDayOfYear - 1;
  const day = isoDay ?? (weekday === undefined ? 1 : weekday === 0 ? 7 : weekday);
  const days = start + ((isoWeek ?? 1) - 1) * 7 + day - 1;
  return days;
}
