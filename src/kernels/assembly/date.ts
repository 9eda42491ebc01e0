import { raise, RaiseCode } from './raise';

/*
 * Dates are days, timestamps microseconds since 1970-01-01, in the proleptic Gregorian calendar; years are astronomical (0 is 1 BC). The ends of
 * the slots' ranges are infinities. (Hinnant, "chrono-compatible low-level date algorithms".)
 */

export const MICROS_PER_DAY: i64 = 86_400_000_000;
export const MIN_DATE: i32 = -2_440_588;
export const MAX_DATE: i32 = 2_145_042_905;
export const MIN_TIMESTAMP: i64 = -210_866_803_200_000_000;

// @ts-ignore: decorator
@inline
export function isInfiniteDate(days: i32): bool { return days === i32.MAX_VALUE || days === i32.MIN_VALUE; }
// @ts-ignore: decorator
@inline
export function isInfinite(micros: i64): bool { return micros === i64.MAX_VALUE || micros === i64.MIN_VALUE; }

/** Quotient rounded towards minus infinity. */
// @ts-ignore: decorator
@inline
export function floorDiv(a: i64, b: i64): i64 {
  const quotient = a / b;
  return quotient - i64(a - quotient * b < 0);
}

/** Year, month (low byte 1 to 12) and day packed as year << 16 | month << 8 | day. */
export function packedCivil(days: i64): i64 {
  const z = days + 719468;
  const era = floorDiv(z, 146097);
  const dayOfEra = <u32>(z - era * 146097);
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const shifted = (5 * dayOfYear + 2) / 153;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const day = dayOfYear - (153 * shifted + 2) / 5 + 1;
  return (<i64>yearOfEra + era * 400 + i64(month <= 2)) << 16 | <i64>(month << 8 | day);
}

// @ts-ignore: decorator
@inline
export function yearOf(packed: i64): i64 { return packed >> 16; }
// @ts-ignore: decorator
@inline
export function monthOf(packed: i64): i32 { return <i32>packed >> 8 & 0xff; }
// @ts-ignore: decorator
@inline
export function dayOf(packed: i64): i32 { return <i32>packed & 0xff; }

/** Days of a year, month (1 to 12) and day. */
export function daysFromCivil(year: i64, month: i32, day: i32): i64 {
  const y = year - i64(month <= 2);
  const era = floorDiv(y, 400);
  const yearOfEra = <u32>(y - era * 400);
  const dayOfYear = (153 * <u32>(month > 2 ? month - 3 : month + 9) + 2) / 5 + <u32>day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + <i64>dayOfEra - 719468;
}

export function daysInMonth(year: i64, month: i32): i32 {
  if (month === 2) return 28 + i32((year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0));
  return 30 + ((month + (month >> 3)) & 1);
}

/** A date `months` later, its day cut to the length of the month. */
export function addMonths(days: i64, months: i32): i64 {
  const civil = packedCivil(days);
  const total = yearOf(civil) * 12 + monthOf(civil) - 1 + months;
  const year = floorDiv(total, 12);
  const month = <i32>(total - year * 12) + 1;
  return daysFromCivil(year, month, min(dayOf(civil), daysInMonth(year, month)));
}

/** `date + integer`; infinities stay, and leaving the range raises. */
export function date_add_days(date: i32, days: i32): i32 {
  if (isInfiniteDate(date)) return date;
  const sum = <i64>date + days;
  if (sum < MIN_DATE || sum > MAX_DATE) raise(RaiseCode.DATE_OUT_OF_RANGE);
  return <i32>sum;
}

export function date_subtract_days(date: i32, days: i32): i32 {
  if (isInfiniteDate(date)) return date;
  const difference = <i64>date - days;
  if (difference < MIN_DATE || difference > MAX_DATE) raise(RaiseCode.DATE_OUT_OF_RANGE);
  return <i32>difference;
}

/** Days between dates. */
export function date_subtract(a: i32, b: i32): i32 {
  if (isInfiniteDate(a) || isInfiniteDate(b)) raise(RaiseCode.INFINITE_DATE_SUBTRACTION);
  return a - b;
}

/** Midnight of a date as a timestamp. */
export function date_to_timestamp(date: i32): i64 {
  if (date === i32.MAX_VALUE) return i64.MAX_VALUE;
  if (date === i32.MIN_VALUE) return i64.MIN_VALUE;
  if (date > 106_751_990) raise(RaiseCode.DATE_OUT_OF_RANGE_FOR_TIMESTAMP);
  return <i64>date * MICROS_PER_DAY;
}

export function timestamp_to_date(micros: i64): i32 {
  if (micros === i64.MAX_VALUE) return i32.MAX_VALUE;
  if (micros === i64.MIN_VALUE) return i32.MIN_VALUE;
  return <i32>floorDiv(micros, MICROS_PER_DAY);
}

/** Time of day of a timestamp that is not infinite. */
export function timestamp_to_time(micros: i64): i64 {
  return micros - floorDiv(micros, MICROS_PER_DAY) * MICROS_PER_DAY;
}

/** `date + time`. */
export function date_add_time(date: i32, time: i64): i64 {
  const start = date_to_timestamp(date);
  return isInfinite(start) ? start : start + time;
}
