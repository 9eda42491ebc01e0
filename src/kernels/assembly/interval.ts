import { addMonths, floorDiv, isInfinite, MICROS_PER_DAY, MIN_TIMESTAMP } from './date';
import { raise, RaiseCode } from './raise';

/* Intervals arrive as (low, high): microseconds, and months << 32 | days. Results are stored low word first. */

// @ts-ignore: decorator
@inline
function monthsOf(high: i64): i32 { return <i32>(high >> 32); }
// @ts-ignore: decorator
@inline
function daysOf(high: i64): i32 { return <i32>high; }

function storeInterval(out: usize, months: i64, days: i64, micros: i64): void {
  if (months !== <i64>(<i32>months) || days !== <i64>(<i32>days)) {
    raise(RaiseCode.INTERVAL_OUT_OF_RANGE);
    return;
  }
  store<i64>(out, micros);
  store<i64>(out, months << 32 | (days & 0xffffffff), 8);
}

/** Whole days with months of 30 days, rounded down, and what is left of the time. */
// @ts-ignore: decorator
@inline
function wholeDays(low: i64, high: i64): i64 {
  return <i64>monthsOf(high) * 30 + daysOf(high) + floorDiv(low, MICROS_PER_DAY);
}
// @ts-ignore: decorator
@inline
function restOfDay(low: i64): i64 { return low - floorDiv(low, MICROS_PER_DAY) * MICROS_PER_DAY; }

/** −1, 0 or 1 by length: a month is 30 days, a day 24 hours. */
export function interval_compare(aLow: i64, aHigh: i64, bLow: i64, bHigh: i64): i32 {
  const aDays = wholeDays(aLow, aHigh);
  const bDays = wholeDays(bLow, bHigh);
  if (aDays !== bDays) return aDays < bDays ? -1 : 1;
  const aRest = restOfDay(aLow);
  const bRest = restOfDay(bLow);
  return i32(aRest > bRest) - i32(aRest < bRest);
}

/** A word that equal intervals share: their length in microseconds, modulo 2^64. */
export function interval_hash_key(low: i64, high: i64): i64 {
  return (<i64>monthsOf(high) * 30 + daysOf(high)) * MICROS_PER_DAY + low;
}

export function interval_add(out: usize, aLow: i64, aHigh: i64, bLow: i64, bHigh: i64): void {
  const micros = aLow + bLow;
  if (((aLow ^ micros) & (bLow ^ micros)) < 0) raise(RaiseCode.INTERVAL_OUT_OF_RANGE);
  storeInterval(out, <i64>monthsOf(aHigh) + monthsOf(bHigh), <i64>daysOf(aHigh) + daysOf(bHigh), micros);
}

export function interval_subtract(out: usize, aLow: i64, aHigh: i64, bLow: i64, bHigh: i64): void {
  const micros = aLow - bLow;
  if (((aLow ^ bLow) & (aLow ^ micros)) < 0) raise(RaiseCode.INTERVAL_OUT_OF_RANGE);
  storeInterval(out, <i64>monthsOf(aHigh) - monthsOf(bHigh), <i64>daysOf(aHigh) - daysOf(bHigh), micros);
}

/** Rounded to microseconds, as PostgreSQL's TSROUND. */
// @ts-ignore: decorator
@inline
function roundMicros(value: f64): f64 { return nearest<f64>(value * 1e6) / 1e6; }

/** An interval whose months and days are these, fractions going to smaller units: the common part of * and /. */
function scaled(out: usize, months: f64, days: f64, micros: f64): void {
  const wholeMonths = trunc<f64>(months);
  const wholeDays = trunc<f64>(days);
  const monthDays = roundMicros((months - wholeMonths) * 30.0);
  let seconds = roundMicros((days - wholeDays + monthDays - trunc<f64>(monthDays)) * 86400.0);
  let allDays = wholeDays;
  if (abs<f64>(seconds) >= 86400.0) {
    const carried = trunc<f64>(seconds / 86400.0);
    allDays += carried;
    seconds -= carried * 86400.0;
  }
  allDays += trunc<f64>(monthDays);
  const time = nearest<f64>(micros + seconds * 1e6);
  // Not so for a NaN either.
  if (!(abs<f64>(wholeMonths) < 2147483648.0 && abs<f64>(allDays) < 2147483648.0 && abs<f64>(time) < 9223372036854775807.0)) {
    raise(RaiseCode.INTERVAL_OUT_OF_RANGE);
    return;
  }
  storeInterval(out, <i64>wholeMonths, <i64>allDays, <i64>time);
}

export function interval_multiply(out: usize, low: i64, high: i64, factor: f64): void {
  scaled(out, <f64>monthsOf(high) * factor, <f64>daysOf(high) * factor, <f64>low * factor);
}

export function interval_divide(out: usize, low: i64, high: i64, divisor: f64): void {
  if (divisor === 0) {
    raise(RaiseCode.DIVISION_BY_ZERO);
    return;
  }
  scaled(out, <f64>monthsOf(high) / divisor, <f64>daysOf(high) / divisor, <f64>low / divisor);
}

/** `timestamp + interval`: months first, then days, then the time. Infinities stay, and leaving the range raises, at each step. */
export function timestamp_add_interval(micros: i64, low: i64, high: i64): i64 {
  if (isInfinite(micros)) return micros;
  return advance(micros, monthsOf(high), daysOf(high), low);
}

export function timestamp_subtract_interval(micros: i64, low: i64, high: i64): i64 {
  if (isInfinite(micros)) return micros;
  if (low === i64.MIN_VALUE || monthsOf(high) === i32.MIN_VALUE || daysOf(high) === i32.MIN_VALUE) raise(RaiseCode.INTERVAL_OUT_OF_RANGE);
  return advance(micros, -monthsOf(high), -daysOf(high), -low);
}

function advance(micros: i64, months: i32, moreDays: i32, more: i64): i64 {
  let start = micros;
  if (months !== 0 || moreDays !== 0) {
    let days = floorDiv(micros, MICROS_PER_DAY);
    const time = micros - days * MICROS_PER_DAY;
    if (months !== 0) {
      days = addMonths(days, months);
      start = fromParts(days, time);
    }
    if (moreDays !== 0) start = fromParts(days + moreDays, time);
  }
  const sum = start + more;
  if (((start ^ sum) & (more ^ sum)) < 0 || sum < MIN_TIMESTAMP || sum === i64.MAX_VALUE) raise(RaiseCode.TIMESTAMP_OUT_OF_RANGE);
  return sum;
}

function fromParts(days: i64, time: i64): i64 {
  const micros = days * MICROS_PER_DAY + time;
  // The last day that is partly in range is 106,751,991.
  if (days < -2_440_588 || days > 106_751_991 || (days > 0 && micros < 0) || micros === i64.MAX_VALUE) raise(RaiseCode.TIMESTAMP_OUT_OF_RANGE);
  return micros;
}

/** `timestamp - timestamp`: days and a time. */
export function timestamp_subtract(out: usize, a: i64, b: i64): void {
  if (isInfinite(a) || isInfinite(b)) {
    raise(RaiseCode.INFINITE_TIMESTAMP_SUBTRACTION);
    return;
  }
  const micros = a - b;
  if (((a ^ b) & (a ^ micros)) < 0) raise(RaiseCode.INTERVAL_OUT_OF_RANGE);
  const days = micros / MICROS_PER_DAY;
  storeInterval(out, 0, days, micros - days * MICROS_PER_DAY);
}

/** `time + interval`: around the clock; months and days do not count. */
export function time_add_interval(time: i64, low: i64): i64 {
  const sum = time + low % MICROS_PER_DAY;
  return sum - floorDiv(sum, MICROS_PER_DAY) * MICROS_PER_DAY;
}

export function time_subtract_interval(time: i64, low: i64): i64 {
  const difference = time - low % MICROS_PER_DAY;
  return difference - floorDiv(difference, MICROS_PER_DAY) * MICROS_PER_DAY;
}
