/** The proleptic Gregorian calendar over days since 1970-01-01. Years are astronomical: 0 is 1 BC. */

export const MICROS_PER_SECOND = 1_000_000n;
export const MICROS_PER_MINUTE = 60_000_000n;
export const MICROS_PER_HOUR = 3_600_000_000n;
export const MICROS_PER_DAY = 86_400_000_000n;

/** Date 'infinity' and '-infinity': the ends of the slot's range, so that order needs no special case. */
export const DATE_INFINITY = 2_147_483_647;
export const DATE_MINUS_INFINITY = -2_147_483_648;
export const TIMESTAMP_INFINITY = (1n << 63n) - 1n;
export const TIMESTAMP_MINUS_INFINITY = -(1n << 63n);

/** Julian day 0, 24 November 4714 BC, is the first date; 5874897-12-31 the last, as in PostgreSQL. */
export const UNIX_EPOCH_JULIAN = 2_440_588;
export const MIN_DATE = -UNIX_EPOCH_JULIAN;
export const MAX_DATE = 2_145_042_905;
export const MIN_TIMESTAMP = BigInt(MIN_DATE) * MICROS_PER_DAY;
/** Ends in January 294247 rather than in 294276: microseconds are counted from 1970, not 2000. */
export const MAX_TIMESTAMP = TIMESTAMP_INFINITY - 1n;

export const isFiniteDate = (days: number): boolean => days !== DATE_INFINITY && days !== DATE_MINUS_INFINITY;
export const isFiniteTimestamp = (micros: bigint): boolean => micros !== TIMESTAMP_INFINITY && micros !== TIMESTAMP_MINUS_INFINITY;
export const isDateInRange = (days: number): boolean => days >= MIN_DATE && days <= MAX_DATE;
export const isTimestampInRange = (micros: bigint): boolean => micros >= MIN_TIMESTAMP && micros <= MAX_TIMESTAMP;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A timestamp taken apart; `micros` is the part below a second. */
export interface CivilTimestamp extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micros: number;
}

/** Days since 1970-01-01; months and days outside their range carry over. (Hinnant, "chrono-compatible low-level date algorithms".) */
export function daysFromCivil(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1;
  const y = Math.floor(months / 12);
  const m = months - y * 12;
  const shifted = m < 2 ? y - 1 : y;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((m + 10) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function civilFromDays(days: number): CivilDate {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const daysInMonth = (year: number, month: number): number => (month === 2 && isLeapYear(year) ? 29 : MONTH_DAYS[month - 1]);

/** 0 Sunday to 6 Saturday. */
export const dayOfWeek = (days: number): number => (((days + 4) % 7) + 7) % 7;

export const dayOfYear = (days: number): number => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1;

/** The Monday that begins week 1 of an ISO 8601 year. */
export function isoYearStart(year: number): number {
  const fourth = daysFromCivil(year, 1, 4);
  return fourth - ((dayOfWeek(fourth) + 6) % 7);
}

/** ISO 8601 year and week of a date. */
export function isoWeek(days: number): { readonly year: number; readonly week: number } {
  const { year } = civilFromDays(days - ((dayOfWeek(days) + 6) % 7) + 3);
  return { year, week: Math.floor((days - isoYearStart(year)) / 7) + 1 };
}

/** Quotient rounded towards minus infinity. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

const DAY = 86_400_000_000;

/** Days and microseconds of the day. Within three centuries of 1970 plain numbers are exact, and much faster. */
export function splitTimestamp(micros: bigint): { readonly days: number; readonly time: bigint } {
  const number = Number(micros);
  if (Number.isSafeInteger(number)) {
    const wholeDays = Math.floor(number / DAY);
    return { days: wholeDays, time: BigInt(number - wholeDays * DAY) };
  }
  const days = floorDivide(micros, MICROS_PER_DAY);
  return { days: Number(days), time: micros - days * MICROS_PER_DAY };
}

export function civilFromTimestamp(micros: bigint): CivilTimestamp {
  const { days, time } = splitTimestamp(micros);
  const { year, month, day } = civilFromDays(days);
  const clock = Number(time);
  return {
    year,
    month,
    day,
    hour: Math.floor(clock / 3_600_000_000),
    minute: Math.floor(clock / 60_000_000) % 60,
    second: Math.floor(clock / 1_000_000) % 60,
    micros: clock % 1_000_000,
  };
}

/** Hours, minutes, seconds and microseconds of a count that is not negative. */
export function clockFromMicros(time: bigint): Pick<CivilTimestamp, 'hour' | 'minute' | 'second' | 'micros'> {
  const micros = Number(time);
  return {
    hour: Math.floor(micros / 3_600_000_000),
    minute: Math.floor(micros / 60_000_000) % 60,
    second: Math.floor(micros / 1_000_000) % 60,
    micros: micros % 1_000_000,
  };
}

export function timestampFromCivil(civil: CivilTimestamp): bigint {
  return (
    BigInt(daysFromCivil(civil.year, civil.month, civil.day)) * MICROS_PER_DAY +
    BigInt((civil.hour * 60 + civil.minute) * 60 + civil.second) * MICROS_PER_SECOND +
    BigInt(civil.micros)
  );
}
