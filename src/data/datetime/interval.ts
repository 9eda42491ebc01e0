import { invalidDatetime, SqlError } from '../../errors.js';
import type { IntervalValue } from '../value.js';
import { fractionMicros, roundHalfEven } from './decode.js';
import { tokenizeDate } from './tokens.js';

/*
 * Reads an interval as PostgreSQL's DecodeInterval does: from the last token to the first, a unit naming the number before it; then, if that
 * fails, in ISO 8601 form. Fractions of a unit go to the smaller ones: a month has 30 days, a day 24 hours.
 */

export type IntervalUnit =
  'microsecond' | 'millisecond' | 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year' | 'decade' | 'century' | 'millennium';

const UNIT_NAMES: ReadonlyMap<string, IntervalUnit> = new Map(
  (
    [
      ['microsecond', 'us usec usecs microsecond microseconds usecond useconds'],
      ['millisecond', 'ms msec msecs millisecond milliseconds mseconds msecond'],
      ['second', 's sec secs second seconds'],
      ['minute', 'm min mins minute minutes'],
      ['hour', 'h hr hrs hour hours'],
      ['day', 'd day days'],
      ['week', 'w week weeks'],
      ['month', 'mon mons month months'],
      ['year', 'y yr yrs year years'],
      ['decade', 'dec decs decade decades'],
      ['century', 'c cent century centuries'],
      ['millennium', 'mil mils millennium millennia'],
    ] as const
  ).flatMap(([unit, names]) => names.split(' ').map((name): [string, IntervalUnit] => [name, unit])),
);

/** The unit that a word names, as in `3 mons`. */
export const intervalUnit = (word: string): IntervalUnit | undefined => UNIT_NAMES.get(word);

const MONTHS_OF: Partial<Record<IntervalUnit, number>> = { year: 12, decade: 120, century: 1200, millennium: 12_000 };
const MICROS_OF: Partial<Record<IntervalUnit, number>> = { microsecond: 1, millisecond: 1000, second: 1e6, minute: 6e7, hour: 3.6e9 };

/** The field masks that the grammar attaches to `INTERVAL '…' YEAR TO MONTH`; the first modifier of the type. */
export const INTERVAL_FIELDS = { month: 2, year: 4, day: 8, hour: 1024, minute: 2048, second: 4096 } as const;
const FULL_RANGE = 0x7fff;

/** Mutable sums of the parts; checked when done. */
interface Parts {
  months: number;
  days: number;
  micros: bigint;
}

const outOfRange = (text: string): SqlError => new SqlError('22015', `interval field value out of range: "${text}"`);

/**
 * Months, days and microseconds of text in PostgreSQL's, the SQL standard's or ISO 8601's form.
 *
 * `fields` is the mask of a restricted interval (`INTERVAL '3' MONTH`): it names the unit of a bare number and cuts off finer fields; `precision`
 * rounds the seconds. Raises 22007 for bad text and 22015 out of range.
 */
export function parseInterval(text: string, fields = FULL_RANGE, precision?: number): IntervalValue {
  const parts = decodeTraditional(text, fields) ?? decodeIso(text);
  if (parts === undefined) throw invalidDatetime('interval', text);
  return restrictInterval(checkedInterval(parts.months, parts.days, parts.micros, text), fields, precision);
}

/** An interval whose parts fit their words; 22015, or 22008 when no text is at fault. */
export function checkedInterval(months: number, days: number, micros: bigint, text?: string): IntervalValue {
  const fits = (n: number): boolean => n >= -2_147_483_648 && n <= 2_147_483_647;
  if (!fits(months)) throw new SqlError('22008', 'interval out of range');
  if (!fits(days) || BigInt.asIntN(64, micros) !== micros) {
    throw text === undefined ? new SqlError('22008', 'interval out of range') : outOfRange(text);
  }
  return { months: months + 0, days: days + 0, micros };
}

/** Cuts an interval to the fields of its type, as a cast to `interval hour to minute` does. */
export function restrictInterval(interval: IntervalValue, fields = FULL_RANGE, precision?: number): IntervalValue {
  let { months, days, micros } = interval;
  const { month, year, hour, minute, second } = INTERVAL_FIELDS;
  const truncate = (unit: bigint): void => {
    micros = (micros / unit) * unit;
  };
  if (fields !== FULL_RANGE) {
    if (fields === year) months = Math.trunc(months / 12) * 12;
    if (fields === year || fields === month || fields === (year | month)) days = 0;
    if ((fields & (hour | minute | second)) === 0) micros = 0n;
    else if ((fields & second) === 0) truncate((fields & minute) === 0 ? 3_600_000_000n : 60_000_000n);
  }
  if (precision !== undefined && precision < 6) {
    const unit = 10n ** BigInt(6 - precision);
    const half = micros < 0n ? -unit / 2n : unit / 2n;
    micros = ((micros + half) / unit) * unit;
  }
  return { months, days, micros };
}

/** The unit of a number that stands alone. */
function bareUnit(fields: number): IntervalUnit {
  const { month, year, day, hour, minute } = INTERVAL_FIELDS;
  if (fields === year) return 'year';
  if (fields === month || fields === (year | month)) return 'month';
  if (fields === day) return 'day';
  if (fields === hour || fields === (day | hour)) return 'hour';
  if (fields === minute || fields === (hour | minute) || fields === (day | hour | minute)) return 'minute';
  return 'second';
}

function decodeTraditional(text: string, fields: number): Parts | undefined {
  const tokens = tokenizeDate(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const parts: Parts = { months: 0, days: 0, micros: 0n };
  const seen = new Set<string>();
  let unit: IntervalUnit | undefined;
  let isAgo = false;
  /** False when the field was given before. */
  const mark = (...names: string[]): boolean => {
    const isNew = names.every((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return isNew;
  };
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { kind, text: token } = tokens[i];
    if (kind === 'word' || kind === 'special') {
      if (token === 'ago') {
        isAgo = true;
        continue;
      }
      if (token === 'at' || token === 'on') continue;
      unit = intervalUnit(token);
      if (unit === undefined) return undefined;
      continue;
    }
    if (token.includes(':')) {
      if (kind === 'date') return undefined;
      const time = decodeClock(token, fields, text);
      if (time === undefined || !mark('hour', 'minute', 'second')) return undefined;
      parts.micros += time;
      unit = 'day';
      continue;
    }
    unit ??= bareUnit(fields);
    const match = /^([+-]?)(\d*)(?:(\.\d*)|-(\d+))?$/.exec(token);
    if (match === null || (match[2] === '' && match[3] === undefined)) return undefined;
    const [, sign, digits, fraction, months] = match;
    const negative = sign === '-' ? -1 : 1;
    if (months !== undefined) {
      if (Number(months) >= 12) throw outOfRange(text);
      if (!mark('year', 'month')) return undefined;
      parts.months += negative * (Number(digits) * 12 + Number(months));
      unit = 'month';
      continue;
    }
    const whole = negative * Number(digits);
    if (Math.abs(whole) > Number.MAX_SAFE_INTEGER) throw outOfRange(text);
    if (!mark(unit)) return undefined;
    addUnit(parts, unit, whole, negative * Number(`0${fraction ?? '.0'}`.replace(/\.$/, '.0')));
    if (unit === 'hour') unit = 'day';
  }
  if (seen.size === 0) return undefined;
  return isAgo ? { months: -parts.months, days: -parts.days, micros: -parts.micros } : parts;
}

/** Adds `whole + fraction` of a unit. */
function addUnit(parts: Parts, unit: IntervalUnit, whole: number, fraction: number): void {
  const months = MONTHS_OF[unit];
  if (months !== undefined) {
    parts.months += whole * months + roundHalfEven(fraction * months);
  } else if (unit === 'month') {
    parts.months += whole;
    addDays(parts, fraction * 30);
  } else if (unit === 'week') {
    parts.days += whole * 7;
    addDays(parts, fraction * 7);
  } else if (unit === 'day') {
    parts.days += whole;
    parts.micros += BigInt(roundHalfEven(fraction * 86_400e6));
  } else {
    const micros = MICROS_OF[unit]!;
    parts.micros += BigInt(whole) * BigInt(micros) + BigInt(roundHalfEven(fraction * micros));
  }
}

function addDays(parts: Parts, days: number): void {
  const whole = Math.trunc(days);
  parts.days += whole;
  parts.micros += BigInt(roundHalfEven((days - whole) * 86_400e6));
}

/** `[-]hh:mm[:ss[.f]]`; two fields are minutes and seconds in a `MINUTE TO SECOND` interval, or when the second has a fraction. */
function decodeClock(token: string, fields: number, text: string): bigint | undefined {
  const match = /^([+-]?)(\d+):(\d+)(?::(\d+))?(\.\d*)?$/.exec(token);
  if (match === null) return undefined;
  const [, sign, first, second, third, fraction = '.0'] = match;
  const isMinuteSecond = third === undefined && (match[5] !== undefined || fields === (INTERVAL_FIELDS.minute | INTERVAL_FIELDS.second));
  const [hour, minute, rest] = isMinuteSecond ? ['0', first, second] : [first, second, third ?? '0'];
  if (Number(minute) > 59 || Number(rest) > 60 || Number(hour) > 2_147_483_647) throw outOfRange(text);
  const micros = (BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(rest)) * 1_000_000n + BigInt(fractionMicros(fraction));
  return sign === '-' ? -micros : micros;
}

const ISO_DATE_UNITS: Readonly<Record<string, IntervalUnit>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
const ISO_TIME_UNITS: Readonly<Record<string, IntervalUnit>> = { H: 'hour', M: 'minute', S: 'second' };

/** `P1Y2M3DT4H5M6S`, or the alternative form `P0001-02-03T04:05:06`. */
function decodeIso(text: string): Parts | undefined {
  const trimmed = text.trim();
  const parts: Parts = { months: 0, days: 0, micros: 0n };
  const alternative = /^P(-?\d+)-(-?\d+)-(-?\d+)(?:T(-?\d+):(-?\d+):(-?\d+(?:\.\d*)?))?$/.exec(trimmed);
  if (alternative !== null) {
    const [, years, months, days, hours = '0', minutes = '0', seconds = '0'] = alternative;
    parts.months = Number(years) * 12 + Number(months);
    parts.days = Number(days);
    parts.micros = BigInt(hours) * 3_600_000_000n + BigInt(minutes) * 60_000_000n + BigInt(roundHalfEven(Number(seconds) * 1e6));
    return parts;
  }
  const match = /^P((?:[+-]?[\d.]+[YMWD])*)(?:T((?:[+-]?[\d.]+[HMS])+))?$/.exec(trimmed);
  if (match === null || (match[1] === '' && match[2] === undefined)) return undefined;
  for (const [section, units] of [
    [match[1], ISO_DATE_UNITS],
    [match[2] ?? '', ISO_TIME_UNITS],
  ] as const) {
    for (const [, number, letter] of section.matchAll(/([+-]?[\d.]+)([A-Z])/g)) {
      const value = Number(number);
      if (Number.isNaN(value)) return undefined;
      const whole = Math.trunc(value);
      addUnit(parts, units[letter], whole, value - whole);
    }
  }
  return parts;
}
