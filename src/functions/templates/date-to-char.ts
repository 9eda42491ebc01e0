import { SqlError } from '../../errors.js';
import {
  civilFromTimestamp,
  dayOfWeek,
  dayOfYear,
  daysFromCivil,
  floorDivide,
  formatOffset,
  isoWeek,
  isoYearStart,
  MICROS_PER_SECOND,
  UNIX_EPOCH_JULIAN,
  type TimeZone,
  type CivilTimestamp,
} from '../../data/datetime.js';
import type { IntervalValue } from '../../data/value.js';
import { dateTemplate, DAY_NAMES, MONTH_NAMES, ordinalEnding, ROMAN_MONTHS, type DateField } from './date-template.js';

/** What to_char prints from. Calendar fields and a zone only where there are any. */
interface Source extends CivilTimestamp {
  readonly days?: number;
  /** Day of the year, from 1; of an interval, days with years of 360 and months of 30. */
  readonly dayOfYear: number;
  readonly zone?: { readonly offset: number; readonly abbreviation: string };
}

/** A local timestamp by a template; `zone` tells what TZ, TZH, TZM and OF print. */
export function timestampToChar(local: bigint, template: string, zone?: TimeZone): string {
  const { year, month, day, hour, minute, second, micros } = civilFromTimestamp(local);
  const days = daysFromCivil(year, month, day);
  return print(template, {
    year,
    month,
    day,
    hour,
    minute,
    second,
    micros,
    days,
    dayOfYear: dayOfYear(days),
    zone: zone && offsetOf(zone, Number(floorDivide(local, MICROS_PER_SECOND))),
  });
}

function offsetOf(zone: TimeZone, localSeconds: number): { offset: number; abbreviation: string } {
  let offset = zone.offsetAt(localSeconds);
  offset = zone.offsetAt(localSeconds - offset);
  return { offset, abbreviation: zone.abbreviationAt(localSeconds - offset) };
}

/** An interval by a template; 22007 for patterns that need a calendar. */
export function intervalToChar({ months, days, micros }: IntervalValue, template: string): string {
  const second = Number(micros / MICROS_PER_SECOND);
  return print(template, {
    year: Math.trunc(months / 12) + 0,
    month: (months % 12) + 0,
    day: days,
    dayOfYear: months * 30 + days,
    hour: Math.trunc(second / 3600) + 0,
    minute: (Math.trunc(second / 60) % 60) + 0,
    second: (second % 60) + 0,
    micros: Number(micros % MICROS_PER_SECOND) + 0,
  });
}

function print(template: string, source: Source): string {
  return dateTemplate(template)
    .map((node) => {
      if (node.kind !== 'field') return node.kind === 'exact' ? '' : node.text;
      const text = printField(node, source);
      return node.ordinal !== undefined && /\d$/.test(text) ? text + ordinalEnding(text, node.ordinal === 'th') : text;
    })
    .join('');
}

const number = (value: number, width: number, { isFilled }: DateField): string => {
  const digits = String(Math.abs(value));
  return `${value < 0 ? '-' : ''}${isFilled ? digits : digits.padStart(width, '0')}`;
};

/** A name in the case of its pattern, padded unless FM. */
function name(text: string, field: DateField, width: number): string {
  const { written } = field;
  const cased = written === written.toUpperCase() ? text.toUpperCase() : written === written.toLowerCase() ? text.toLowerCase() : text;
  return field.isFilled ? cased : cased.padEnd(width);
}

function calendar(source: Source): number {
  if (source.days === undefined) {
    throw new SqlError('22007', 'invalid format specification for an interval value', {
      hint: 'Intervals are not tied to specific calendar dates.',
    });
  }
  return source.days;
}

/** Years as people count them: 1 BC is 1. */
const spoken = (year: number, source: Source): number => (source.days === undefined || year > 0 ? year : 1 - year);

function printField(field: DateField, source: Source): string {
  const { key } = field;
  const { year, month, day, hour, minute, second, micros } = source;
  switch (key) {
    case 'AM':
    case 'PM':
    case 'A.M.':
    case 'P.M.': {
      const half = hour % 24 >= 12 ? 'PM' : 'AM';
      const text = key.includes('.') ? `${half[0]}.M.` : half;
      return field.written === key ? text : text.toLowerCase();
    }
    case 'AD':
    case 'BC':
    case 'A.D.':
    case 'B.C.': {
      calendar(source);
      const text = key.includes('.') ? (year > 0 ? 'A.D.' : 'B.C.') : year > 0 ? 'AD' : 'BC';
      return field.written === key ? text : text.toLowerCase();
    }
    case 'HH':
    case 'HH12':
      return number(hour % 12 === 0 ? 12 : hour % 12, 2, field);
    case 'HH24':
      return number(hour, 2, field);
    case 'MI':
      return number(minute, 2, field);
    case 'SS':
      return number(second, 2, field);
    case 'FF1':
    case 'FF2':
    case 'FF3':
    case 'FF4':
    case 'FF5':
    case 'FF6': {
      const digits = Number(key[2]);
      return number(Math.trunc(micros / 10 ** (6 - digits)), digits, { ...field, isFilled: false });
    }
    case 'MS':
      return number(Math.trunc(micros / 1000), 3, { ...field, isFilled: false });
    case 'US':
      return number(micros, 6, { ...field, isFilled: false });
    case 'SSSS':
    case 'SSSSS':
      return String(hour * 3600 + minute * 60 + second);
    case 'TZ': {
      calendar(source);
      const text = source.zone?.abbreviation ?? '';
      return field.written === 'TZ' ? text : text.toLowerCase();
    }
    case 'TZH': {
      calendar(source);
      const offset = source.zone?.offset ?? 0;
      return `${offset < 0 ? '-' : '+'}${String(Math.floor(Math.abs(offset) / 3600)).padStart(2, '0')}`;
    }
    case 'TZM':
      calendar(source);
      return String(Math.floor(Math.abs(source.zone?.offset ?? 0) / 60) % 60).padStart(2, '0');
    case 'OF':
      calendar(source);
      return formatOffset(source.zone?.offset ?? 0);
    case 'MONTH':
    case 'MON':
      calendar(source);
      return key === 'MON' ? name(MONTH_NAMES[month - 1].slice(0, 3), field, 3) : name(MONTH_NAMES[month - 1], field, 9);
    case 'MM':
      return number(month, 2, field);
    case 'DAY':
      return name(DAY_NAMES[dayOfWeek(calendar(source))], field, 9);
    case 'DY':
      return name(DAY_NAMES[dayOfWeek(calendar(source))].slice(0, 3), field, 3);
    case 'DDD':
      return number(source.dayOfYear, 3, field);
    case 'IDDD':
      return number(calendar(source) - isoYearStart(isoWeek(calendar(source)).year) + 1, 3, field);
    case 'DD':
      return number(day, 2, field);
    case 'D':
      return String(dayOfWeek(calendar(source)) + 1);
    case 'ID':
      return String(dayOfWeek(calendar(source)) || 7);
    case 'WW':
      return number(Math.trunc((source.dayOfYear - 1) / 7) + 1, 2, field);
    case 'IW':
      return number(isoWeek(calendar(source)).week, 2, field);
    case 'W':
      return String(Math.trunc((day - 1) / 7) + 1);
    case 'Q':
      return month === 0 ? '' : String(Math.floor((month - 1) / 3) + 1);
    case 'CC': {
      const century =
        source.days === undefined ? Math.trunc(year / 100) : year > 0 ? Math.floor((year - 1) / 100) + 1 : -(Math.floor(-year / 100) + 1);
      return number(century, 2, field);
    }
    case 'Y,YYY': {
      const years = spoken(year, source);
      return `${Math.trunc(years / 1000)},${String(years % 1000).padStart(3, '0')}`;
    }
    case 'YYYY':
    case 'YYY':
    case 'YY':
    case 'Y':
      return yearDigits(spoken(year, source), key.length, field);
    case 'IYYY':
    case 'IYY':
    case 'IY':
    case 'I': {
      const iso = isoWeek(calendar(source)).year;
      return yearDigits(spoken(iso, source), key.length, field);
    }
    case 'RM': {
      if (month === 0) return '';
      const roman = ROMAN_MONTHS[month - 1];
      return field.isFilled ? caseAs(roman, field) : caseAs(roman.padEnd(4), field);
    }
    case 'J':
      return String(calendar(source) + UNIX_EPOCH_JULIAN);
    default:
      return '';
  }
}

const caseAs = (text: string, { written }: DateField): string => (written === written.toLowerCase() ? text.toLowerCase() : text);

/** The last so many digits of a year; all of them for four. */
function yearDigits(year: number, digits: number, field: DateField): string {
  return number(digits === 4 ? year : year % 10 ** digits, digits, field);
}
