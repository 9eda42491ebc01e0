import { daysFromCivil, dayOf, floorDiv, isInfinite, isInfiniteDate, monthOf, packedCivil, MICROS_PER_DAY, yearOf } from './date';
import { Field, fieldOf } from './date-field';
import { raise, RaiseCode } from './raise';

/*
 * extract and date_trunc. A field of an infinite value is NULL: callers test for infinity first. Raises of an unknown or unfit field carry the
 * field's view.
 */

const MONDAY: i64 = 1;

/** 0 Sunday to 6 Saturday. */
function dayOfWeek(days: i64): i64 {
  const shifted = days + 4;
  return shifted - floorDiv(shifted, 7) * 7;
}

/** Days since Monday. */
function sinceMonday(days: i64): i64 { return (dayOfWeek(days) + 7 - MONDAY) % 7; }

/** The Monday that begins week 1 of an ISO year. */
function isoYearStart(year: i64): i64 {
  const fourth = daysFromCivil(year, 1, 4);
  return fourth - sinceMonday(fourth);
}

function isoYear(days: i64): i64 { return yearOf(packedCivil(days - sinceMonday(days) + 3)); }

/** Centuries and such count from 1, and backwards from −1. */
function counted(year: i64, size: i64): i64 {
  return year > 0 ? (year + size - 1) / size : -((size - year) / size);
}

/** A field of a date; raises `bad` for no such field and `bad + 1` for one that dates do not have. */
function dayField(field: i32, days: i64, view: usize, bad: i32): i64 {
  switch (field) {
    case Field.YEAR: {
      const year = yearOf(packedCivil(days));
      return year > 0 ? year : year - 1;
    }
    case Field.MONTH: return monthOf(packedCivil(days));
    case Field.DAY: return dayOf(packedCivil(days));
    case Field.QUARTER: return (monthOf(packedCivil(days)) - 1) / 3 + 1;
    case Field.WEEK: return (days - isoYearStart(isoYear(days))) / 7 + 1;
    case Field.DOW: return dayOfWeek(days);
    case Field.ISODOW: return sinceMonday(days) + 1;
    case Field.DOY: return days - daysFromCivil(yearOf(packedCivil(days)), 1, 1) + 1;
    case Field.ISOYEAR: {
      const year = isoYear(days);
      return year > 0 ? year : year - 1;
    }
    case Field.DECADE: return floorDiv(yearOf(packedCivil(days)), 10);
    case Field.CENTURY: return counted(yearOf(packedCivil(days)), 100);
    case Field.MILLENNIUM: return counted(yearOf(packedCivil(days)), 1000);
    case Field.JULIAN: return days + 2_440_588;
    default:
      raise(bad + i32(field !== Field.UNKNOWN), view);
      return 0;
  }
}

/** A whole-numbered field of a time of day, −1 for another field. */
function clockField(field: i32, time: i64): i64 {
  switch (field) {
    case Field.HOUR: return time / 3_600_000_000;
    case Field.MINUTE: return time / 60_000_000 % 60;
    case Field.MICROSECOND: return time % 60_000_000;
    default: return -1;
  }
}

/** 1 when a date is an infinity. */
export function date_is_infinite(date: i32): i32 { return i32(isInfiniteDate(date)); }
export function timestamp_is_infinite(micros: i64): i32 { return i32(isInfinite(micros)); }

/** A whole-numbered field of a date. */
export function date_field(view: usize, date: i32): i64 {
  return dayField(fieldOf(view), date, view, RaiseCode.DATE_UNIT_NOT_RECOGNIZED);
}

/** Any field of a date as a double; the epoch too. */
export function date_field_double(view: usize, date: i32): f64 {
  const field = fieldOf(view);
  if (field === Field.EPOCH) return <f64>date * 86400.0;
  return <f64>dayField(field, date, view, RaiseCode.DATE_UNIT_NOT_RECOGNIZED);
}

/** A whole-numbered field of a timestamp. */
export function timestamp_field(view: usize, micros: i64): i64 {
  const field = fieldOf(view);
  const days = floorDiv(micros, MICROS_PER_DAY);
  const clock = clockField(field, micros - days * MICROS_PER_DAY);
  return clock >= 0 ? clock : dayField(field, days, view, RaiseCode.TIMESTAMP_UNIT_NOT_RECOGNIZED);
}

/** Any field of a timestamp as a double, with its fraction where it has one. */
export function timestamp_field_double(view: usize, micros: i64): f64 {
  const field = fieldOf(view);
  const days = floorDiv(micros, MICROS_PER_DAY);
  const time = micros - days * MICROS_PER_DAY;
  switch (field) {
    case Field.SECOND: return <f64>(time % 60_000_000) / 1e6;
    case Field.MILLISECOND: return <f64>(time % 60_000_000) / 1e3;
    case Field.EPOCH: return <f64>micros / 1e6;
    case Field.JULIAN: return <f64>(days + 2_440_588) + <f64>time / 86_400_000_000.0;
    default: {
      const clock = clockField(field, time);
      return <f64>(clock >= 0 ? clock : dayField(field, days, view, RaiseCode.TIMESTAMP_UNIT_NOT_RECOGNIZED));
    }
  }
}

/** Any field of a time of day as a double. */
export function time_field_double(view: usize, time: i64): f64 {
  const field = fieldOf(view);
  switch (field) {
    case Field.SECOND: return <f64>(time % 60_000_000) / 1e6;
    case Field.MILLISECOND: return <f64>(time % 60_000_000) / 1e3;
    case Field.EPOCH: return <f64>time / 1e6;
    default: {
      const clock = clockField(field, time);
      if (clock < 0) raise(RaiseCode.TIME_UNIT_NOT_RECOGNIZED + i32(field !== Field.UNKNOWN), view);
      return <f64>clock;
    }
  }
}

/** A whole-numbered field of a time of day. */
export function time_field(view: usize, time: i64): i64 { return <i64>time_field_double(view, time); }

/** The start of the field's span that a timestamp lies in. Infinities stay. */
export function timestamp_truncate(view: usize, micros: i64): i64 {
  const field = fieldOf(view);
  if (isInfinite(micros)) return micros;
  switch (field) {
    case Field.MICROSECOND: return micros;
    case Field.MILLISECOND: return floorDiv(micros, 1_000) * 1_000;
    case Field.SECOND: return floorDiv(micros, 1_000_000) * 1_000_000;
    case Field.MINUTE: return floorDiv(micros, 60_000_000) * 60_000_000;
    case Field.HOUR: return floorDiv(micros, 3_600_000_000) * 3_600_000_000;
  }
  const days = truncateDays(field, floorDiv(micros, MICROS_PER_DAY), view);
  if (days < -2_440_588) raise(RaiseCode.TIMESTAMP_OUT_OF_RANGE);
  return days * MICROS_PER_DAY;
}

function truncateDays(field: i32, days: i64, view: usize): i64 {
  switch (field) {
    case Field.DAY: return days;
    case Field.WEEK: return days - sinceMonday(days);
  }
  const civil = packedCivil(days);
  const year = yearOf(civil);
  switch (field) {
    case Field.MONTH: return days - dayOf(civil) + 1;
    case Field.QUARTER: return daysFromCivil(year, (monthOf(civil) - 1) / 3 * 3 + 1, 1);
    case Field.YEAR: return daysFromCivil(year, 1, 1);
    case Field.DECADE: return daysFromCivil(floorDiv(year, 10) * 10, 1, 1);
    case Field.CENTURY: return daysFromCivil(floorDiv(year - 1, 100) * 100 + 1, 1, 1);
    case Field.MILLENNIUM: return daysFromCivil(floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
    default:
      raise(RaiseCode.TIMESTAMP_UNIT_NOT_RECOGNIZED, view);
      return 0;
  }
}
