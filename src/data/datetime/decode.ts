import { SqlError, invalidDatetime } from '../../errors.js';
import { civilFromDays, daysFromCivil, daysInMonth, UNIX_EPOCH_JULIAN } from './calendar.js';
import { findTimeZone, type TimeZone } from './time-zone.js';
import { meaningOf, tokenizeDate, type DateToken } from './tokens.js';
import { ZONE_ABBREVIATIONS } from './zone-abbreviations.js';

/*
 * Reads a date and time as PostgreSQL's DecodeDateTime does, with DateStyle "ISO, MDY": tokens in any sensible order, each filling the fields
 * that are still missing (Appendix B.1 of its manual).
 */

const YEAR = 1,
  MONTH = 2,
  DAY = 4,
  TIME = 8,
  ZONE = 16,
  WEEKDAY = 32,
  MERIDIEM = 64,
  ERA = 128,
  DATE = YEAR | MONTH | DAY;

export interface DecodedDate {
  /** Infinite, or a word that stands for a moment. */
  readonly moment?: 'now' | 'today' | 'tomorrow' | 'yesterday' | 'epoch' | 'infinity' | '-infinity';
  /** Astronomical; undefined when no date was given, which only a time may. */
  readonly days?: number;
  /** Microseconds of the day; up to and including 24:00. */
  readonly time: bigint;
  /** Seconds east of UTC, or a zone that tells. */
  readonly zone?: number | TimeZone;
}

interface State {
  readonly typeName: string;
  readonly input: string;
  mask: number;
  year: number;
  month: number;
  day: number;
  dayOfYear?: number;
  julian?: number;
  time: bigint;
  hour: number;
  hasTextMonth: boolean;
  isTwoDigitYear: boolean;
  era?: 'ad' | 'bc';
  meridiem?: 'am' | 'pm';
  zone?: number | TimeZone;
  moment?: DecodedDate['moment'];
  previous?: 'julian' | 'time';
}

export const fieldOutOfRange = (input: string, hint?: string): SqlError =>
  new SqlError('22008', `date/time field value out of range: "${input}"`, { hint });

/** `only: 'time'` wants a time of day and reads bare numbers as one. Raises 22007 and 22008. */
export function decodeDateTime(typeName: string, input: string, only?: 'time'): DecodedDate {
  const tokens = tokenizeDate(input);
  if (tokens === undefined || tokens.length === 0) throw invalidDatetime(typeName, input);
  const state: State = {
    typeName,
    input,
    mask: 0,
    year: 0,
    month: 0,
    day: 0,
    time: 0n,
    hour: 0,
    hasTextMonth: false,
    isTwoDigitYear: false,
  };
  for (const token of tokens) {
    const added = decodeToken(token, state, only === 'time');
    if ((added & state.mask) !== 0) throw bad(state);
    state.mask |= added;
  }
  if (state.previous !== undefined) throw bad(state);
  const time = applyMeridiem(state);
  if (state.moment !== undefined) return { moment: state.moment, time, zone: state.zone };
  if ((state.mask & DATE) === DATE || state.julian !== undefined || state.dayOfYear !== undefined) {
    if (only === 'time' && (state.mask & TIME) === 0) throw bad(state);
    return { days: finishDate(state), time, zone: state.zone };
  }
  if (only === 'time' && (state.mask & DATE) === 0 && (state.mask & TIME) !== 0) return { time, zone: state.zone };
  throw bad(state);
}

const bad = (state: State): SqlError => invalidDatetime(state.typeName, state.input);

function decodeToken(token: DateToken, state: State, isTimeOnly: boolean): number {
  const { text } = token;
  switch (token.kind) {
    case 'date':
      if (
        state.previous !== undefined ||
        (state.mask & (MONTH | DAY)) === (MONTH | DAY) ||
        (isTimeOnly && !/^\d+[-/.](?:\d+|[a-z]+)[-/.]/.test(text))
      ) {
        return decodeZoneOrRunTogether(text, state);
      }
      return decodeDate(text, state);
    case 'time':
      if (state.previous === 'julian') throw bad(state);
      state.previous = undefined;
      return setTime(text, state);
    case 'signed':
      state.zone = decodeOffset(text, state);
      return ZONE;
    case 'number':
      return decodeLoneNumber(text, state, isTimeOnly);
    case 'word':
    case 'special':
      return decodeWord(text, state);
  }
}

/** `America/New_York`, or `040506-08`, once a date is known. */
function decodeZoneOrRunTogether(text: string, state: State): number {
  if (!/^\d/.test(text)) {
    if (state.previous !== undefined) throw bad(state);
    return setNamedZone(text, state);
  }
  if (state.previous === 'julian' || (state.mask & TIME) !== 0) throw bad(state);
  state.previous = undefined;
  const dash = text.indexOf('-');
  if (dash < 0) throw bad(state);
  state.zone = decodeOffset(text.slice(dash), state);
  return decodeNumberField(text.slice(0, dash), state, DATE) | ZONE;
}

function decodeLoneNumber(text: string, state: State, isTimeOnly: boolean): number {
  if (state.previous === 'julian') {
    state.previous = undefined;
    const [whole, fraction] = text.split('.');
    state.julian = Number(whole);
    if (fraction === undefined) return DATE;
    state.time = BigInt(Math.round(Number(`0.${fraction || '0'}`) * 86_400e6));
    return DATE | TIME;
  }
  if (state.previous === 'time' || isTimeOnly) {
    state.previous = undefined;
    return decodeNumberField(text, state, DATE);
  }
  const dot = text.indexOf('.');
  if (dot >= 0 && (state.mask & DATE) === 0) return decodeDate(text, state);
  if (dot > 2) return decodeNumberField(text, state, state.mask);
  if (text.length >= 6 && ((state.mask & DATE) === 0 || (state.mask & TIME) === 0)) return decodeNumberField(text, state, state.mask);
  return decodeNumber(text, state, state.mask);
}

function decodeWord(word: string, state: State): number {
  const offset = word === 'z' || word === 'utc' || word === 'gmt' || word === 'zulu' ? 0 : ZONE_ABBREVIATIONS.get(word);
  if (offset !== undefined) {
    state.zone = offset * 60;
    return ZONE;
  }
  const meaning = meaningOf(word);
  switch (meaning?.kind) {
    case 'ignored':
      return 0;
    case 'month':
      // A number that was taken for the month was the day: `8 January`.
      if ((state.mask & MONTH) !== 0 && !state.hasTextMonth && (state.mask & DAY) === 0 && state.month >= 1 && state.month <= 31) {
        state.day = state.month;
        state.month = meaning.value;
        state.hasTextMonth = true;
        return DAY;
      }
      state.hasTextMonth = true;
      state.month = meaning.value;
      return MONTH;
    case 'weekday':
      return WEEKDAY;
    case 'meridiem':
      state.meridiem = meaning.value;
      return MERIDIEM;
    case 'era':
      state.era = meaning.value;
      return ERA;
    case 'julian':
      state.previous = 'julian';
      return 0;
    case 'time-follows':
      if ((state.mask & DATE) !== DATE) throw bad(state);
      state.previous = 'time';
      return 0;
    case 'daylight':
      if (typeof state.zone !== 'number') throw bad(state);
      state.zone += 3600;
      return 0;
    case 'moment': {
      const { value } = meaning;
      if (value === 'allballs') {
        state.zone = 0;
        return TIME | ZONE;
      }
      state.moment = value;
      return value === 'today' || value === 'tomorrow' || value === 'yesterday' ? DATE : DATE | TIME | ZONE;
    }
    case undefined:
      return setNamedZone(word, state);
  }
}

function setNamedZone(name: string, state: State): number {
  const zone = findTimeZone(name);
  if (zone === undefined) {
    if (/^[a-z]+[/_]/.test(name)) throw new SqlError('22023', `time zone "${name}" not recognized`);
    throw bad(state);
  }
  state.zone = zone;
  return ZONE;
}

/** A date whose parts are joined by `-`, `/` or `.`. */
function decodeDate(text: string, state: State): number {
  const fields = text.match(/\d+|[a-z]+/g) ?? [];
  if (!/[a-z0-9]$/.test(text)) throw bad(state);
  let added = 0;
  const add = (mask: number): void => {
    if (((state.mask | added) & mask) !== 0) throw bad(state);
    added |= mask;
  };
  for (const field of fields.filter((part) => !/^\d/.test(part))) {
    const meaning = meaningOf(field);
    if (meaning?.kind === 'ignored') continue;
    if (meaning?.kind !== 'month') throw bad(state);
    state.month = meaning.value;
    state.hasTextMonth = true;
    add(MONTH);
  }
  for (const field of fields.filter((part) => /^\d/.test(part))) add(decodeNumber(field, state, state.mask | added));
  if (((state.mask | added) & DATE) !== DATE && state.dayOfYear === undefined) throw bad(state);
  return added;
}

/** A number whose place tells what it is; `mask` has the fields that are known. */
function decodeNumber(text: string, state: State, mask: number): number {
  const dot = text.indexOf('.');
  if (dot > 2) return decodeNumberField(text, state, mask | DATE);
  const digits = dot >= 0 ? text.slice(0, dot) : text;
  const value = Number(digits);
  const year = (): number => {
    state.year = value;
    state.isTwoDigitYear = text.length <= 2;
    return YEAR;
  };
  const month = (): number => {
    state.month = value;
    return MONTH;
  };
  const day = (): number => {
    state.day = value;
    return DAY;
  };
  if (text.length === 3 && (mask & DATE) === YEAR && value >= 1 && value <= 366) {
    state.dayOfYear = value;
    return MONTH | DAY;
  }
  switch (mask & DATE) {
    case 0:
      return text.length >= 3 ? year() : month();
    case YEAR:
      return month();
    case MONTH:
      return state.hasTextMonth && text.length >= 3 ? year() : day();
    case YEAR | MONTH:
      if (state.hasTextMonth && text.length >= 3 && state.isTwoDigitYear) {
        // The first number was the day, not the year: `08-Jan-1999`.
        state.day = state.year;
        state.year = value;
        state.isTwoDigitYear = false;
        return DAY;
      }
      return day();
    case DAY:
      return month();
    case MONTH | DAY:
      return year();
    case DATE:
      return decodeNumberField(text, state, mask);
    default:
      throw bad(state);
  }
}

/** Digits run together: `19990108`, `990108`, `040506`, `0405`, `040506.789`. */
function decodeNumberField(text: string, state: State, mask: number): number {
  const dot = text.indexOf('.');
  const digits = dot >= 0 ? text.slice(0, dot) : text;
  if (dot < 0 && (mask & DATE) !== DATE && digits.length >= 6) {
    state.day = Number(digits.slice(-2));
    state.month = Number(digits.slice(-4, -2));
    state.year = Number(digits.slice(0, -4));
    if (digits.length === 6) state.isTwoDigitYear = true;
    return DATE;
  }
  if ((state.mask & TIME) === 0) {
    if (digits.length === 6)
      return setTime(`${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}${dot >= 0 ? text.slice(dot) : ''}`, state);
    if (digits.length === 4) return setTime(`${digits.slice(0, 2)}:${digits.slice(2)}`, state);
  }
  throw bad(state);
}

function setTime(text: string, state: State): number {
  const match = /^(\d+):(\d+)(?::(\d+)(\.\d*)?)?$/.exec(text);
  if (match === null) throw bad(state);
  const [, hour, minute, second = '0', fraction = '.0'] = match;
  const micros = fractionMicros(fraction);
  state.hour = Number(hour);
  if (Number(minute) > 59 || Number(second) > 60 || state.hour > 24) throw fieldOutOfRange(state.input);
  state.time = BigInt(Number(minute) * 60 + Number(second)) * 1_000_000n + BigInt(micros);
  if (state.hour === 24 && state.time > 0n) throw fieldOutOfRange(state.input);
  return TIME;
}

/** Microseconds of `.5`, rounded. */
export const fractionMicros = (fraction: string): number => (fraction.length < 2 ? 0 : roundHalfEven(Number(`0${fraction}`) * 1e6));

/** The nearest integer, the even one of two. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

function decodeOffset(text: string, state: State): number {
  const match = /^([+-])(\d+)(?::(\d+)(?::(\d+))?)?$/.exec(text);
  if (match === null) throw bad(state);
  const [, sign, first, second, third = '0'] = match;
  const together = second === undefined && first.length > 2;
  const hours = together ? Math.floor(Number(first) / 100) : Number(first);
  const minutes = together ? Number(first) % 100 : Number(second ?? 0);
  if (hours > 15 || minutes > 59 || Number(third) > 59) {
    throw new SqlError('22009', `time zone displacement out of range: "${state.input}"`);
  }
  const seconds = hours * 3600 + minutes * 60 + Number(third);
  return sign === '-' ? -seconds : seconds;
}

function applyMeridiem(state: State): bigint {
  let { hour } = state;
  if (state.meridiem !== undefined) {
    if (hour > 12) throw fieldOutOfRange(state.input);
    if (state.meridiem === 'am' && hour === 12) hour = 0;
    else if (state.meridiem === 'pm' && hour !== 12) hour += 12;
  }
  return BigInt(hour) * 3_600_000_000n + state.time;
}

function finishDate(state: State): number {
  if (state.julian !== undefined) return state.julian - UNIX_EPOCH_JULIAN;
  let { year } = state;
  if (state.era === 'bc') {
    if (year <= 0) throw fieldOutOfRange(state.input);
    year = 1 - year;
  } else if (state.isTwoDigitYear) {
    year += year < 70 ? 2000 : 1900;
  } else if (year <= 0) {
    throw fieldOutOfRange(state.input);
  }
  if (state.dayOfYear !== undefined) {
    const days = daysFromCivil(year, 1, state.dayOfYear);
    if (civilFromDays(days).year !== year) throw fieldOutOfRange(state.input);
    return days;
  }
  const { month, day } = state;
  if (month < 1 || month > 12 || day < 1 || day > 31) {
    throw fieldOutOfRange(state.input, 'Perhaps you need a different "datestyle" setting.');
  }
  if (day > daysInMonth(year, month)) throw fieldOutOfRange(state.input);
  return daysFromCivil(year, month, day);
}
