import { BAD_SYNTAX, isSpace, JOB_SCRATCH, JOB_STRICT, OUT_OF_RANGE, PARSED } from './field';

export const MICROS_PER_DAY: i64 = 86400000000;

/** Bits of what a timestamp's text may have. */
const WITH_ZONE: u32 = 1;
const NEEDS_ZONE: u32 = 2;

// @ts-ignore: decorator
@inline
function digitAt(at: usize): u32 {
  return <u32>load<u8>(at) - 48;
}

/** One or two digits at `at`; 99 when there are none. Counts them in the high half. */
// @ts-ignore: decorator
@inline
function shortNumber(at: usize, end: usize): u32 {
  const first = at < end ? digitAt(at) : 99;
  if (first > 9) return 99;
  const second = at + 1 < end ? digitAt(at + 1) : 99;
  return second > 9 ? first | 0x10000 : (first * 10 + second) | 0x20000;
}

/** Days since 1970-01-01 of a proleptic Gregorian date; H. Hinnant, "chrono-compatible low-level date algorithms", 2021. */
export function daysFromCivil(year: i32, month: u32, day: u32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = <i32>((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1);
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

export function daysInMonth(year: i32, month: u32): u32 {
  if (month === 2) return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}

/** What readDate stores for a day that no calendar has. */
const NO_DAY: i32 = i32.MIN_VALUE;

/** Reads `2024-01-31` or `2024/1/31` at `start`; the address after it, or 0. Stores days, or NO_DAY. */
// @ts-ignore: decorator
@inline
function readDate(start: usize, end: usize, out: usize): usize {
  let at = start;
  let year: i32 = 0;
  while (at < end && at < start + 6) {
    const digit = digitAt(at);
    if (digit > 9) break;
    year = year * 10 + <i32>digit;
    at++;
  }
  if (at < start + 4 || at >= end) return 0;
  const separator = load<u8>(at);
  if (separator !== 45 && separator !== 47) return 0;
  const month = shortNumber(at + 1, end);
  if (month === 99) return 0;
  at += 1 + (month >> 16);
  if (at >= end || load<u8>(at) !== separator) return 0;
  const day = shortNumber(at + 1, end);
  if (day === 99) return 0;
  at += 1 + (day >> 16);
  const monthNumber = month & 0xffff;
  const dayNumber = day & 0xffff;
  if (at < end && digitAt(at) <= 9) return 0;
  const exists = monthNumber - 1 <= 11 && dayNumber !== 0 && dayNumber <= daysInMonth(year, monthNumber) && year !== 0 && year <= 294246;
  store<i32>(out, exists ? daysFromCivil(year, monthNumber, dayNumber) : NO_DAY);
  return at;
}

/** Reads `12:30`, `12:30:59` or `12:30:59.123456` at `at`; the address after it, or 0 (bad) or 1 (no such time). Stores microseconds. */
function readTime(start: usize, end: usize, out: usize): usize {
  const hour = shortNumber(start, end);
  if (hour === 99) return 0;
  let at = start + (hour >> 16);
  if (at >= end || load<u8>(at) !== 58) return 0;
  const minute = shortNumber(at + 1, end);
  if (minute === 99 || minute >> 16 !== 2) return 0;
  at += 3;
  let second: u32 = 0;
  let micros: i64 = 0;
  if (at < end && load<u8>(at) === 58) {
    second = shortNumber(at + 1, end);
    if (second === 99 || second >> 16 !== 2) return 0;
    at += 3;
    if (at < end && (load<u8>(at) === 46 || load<u8>(at) === 44)) {
      at++;
      let unit: i64 = 100000;
      let next: u32 = 0;
      const first = at;
      for (; at < end && digitAt(at) <= 9; at++) {
        if (unit !== 0) micros += <i64>digitAt(at) * unit;
        else if (at === first + 6) next = digitAt(at);
        unit /= 10;
      }
      if (at === first) return 0;
      if (next >= 5) micros++;
    }
  }
  const h = <i64>(hour & 0xffff);
  const m = <i64>(minute & 0xffff);
  const s = <i64>(second & 0xffff);
  const total = ((h * 60 + m) * 60 + s) * 1000000 + micros;
  if (m > 59 || s > 60 || total > MICROS_PER_DAY) return 1;
  store<i64>(out, total);
  return at;
}

/** Reads `Z`, `UTC`, `+01`, `-0530` or `+05:30:00` at `at`; the address after it, or 0. Stores microseconds east. */
function readZone(start: usize, end: usize, out: usize): usize {
  let at = start;
  const first = <u32>load<u8>(at);
  store<i64>(out, 0);
  if ((first | 32) === 122) return at + 1;
  if ((first | 32) === 117) {
    return at + 3 <= end && (load<u8>(at, 1) | 32) === 116 && (load<u8>(at, 2) | 32) === 99 ? at + 3 : 0;
  }
  if (first !== 43 && first !== 45) return 0;
  const hour = shortNumber(++at, end);
  if (hour === 99) return 0;
  at += hour >> 16;
  let seconds: i64 = <i64>(hour & 0xffff) * 3600;
  let colon = at < end && load<u8>(at) === 58;
  if (colon || (at < end && digitAt(at) <= 9)) {
    const minute = shortNumber(colon ? at + 1 : at, end);
    if (minute >> 16 !== 2 || (minute & 0xffff) > 59) return 0;
    seconds += <i64>(minute & 0xffff) * 60;
    at += colon ? 3 : 2;
    colon = at < end && load<u8>(at) === 58;
    if (colon) {
      const second = shortNumber(at + 1, end);
      if (second >> 16 !== 2 || (second & 0xffff) > 59) return 0;
      seconds += <i64>(second & 0xffff);
      at += 3;
    }
  }
  if ((hour & 0xffff) > 15) return 0;
  store<i64>(out, (first === 45 ? -seconds : seconds) * 1000000);
  return at;
}

/** An ISO date into an i32 slot of days. */
export function parseDate(start: usize, end: usize, slot: usize, job: usize): u32 {
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  const after = readDate(start, end, slot);
  if (after === end && start < end) return load<i32>(slot) === NO_DAY ? OUT_OF_RANGE : PARSED;
  // A date column may hold timestamps, whose date is taken, as PostgreSQL does; inference does not take them for dates.
  if (after === 0 || load<u32>(job, JOB_STRICT) !== 0) return BAD_SYNTAX;
  const days = load<i32>(slot);
  const status = readTimestamp(start, end, slot, WITH_ZONE, job + JOB_SCRATCH);
  store<i32>(slot, days);
  return status;
}

/** A time of day into an i64 slot of microseconds. */
export function parseTime(start: usize, end: usize, slot: usize): u32 {
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  const after = readTime(start, end, slot);
  return after === end && start < end ? PARSED : after === 1 ? OUT_OF_RANGE : BAD_SYNTAX;
}

/**
 * An ISO date and time into an i64 slot of microseconds. A zone is read over for `timestamp`, as PostgreSQL does, and subtracted for
 * `timestamptz`, whose texts without a zone are UTC. Inference takes texts with a zone for timestamptz, the others for timestamp.
 */
export function parseTimestamp(start: usize, end: usize, slot: usize, job: usize, zoned: bool): u32 {
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  if (start >= end) return BAD_SYNTAX;
  const strict = load<u32>(job, JOB_STRICT) !== 0;
  const zone = job + JOB_SCRATCH;
  const status = readTimestamp(start, end, slot, zoned ? (strict ? WITH_ZONE | NEEDS_ZONE : WITH_ZONE) : strict ? 0 : WITH_ZONE, zone);
  if (status !== PARSED || !zoned) return status;
  store<i64>(slot, load<i64>(slot) - load<i64>(zone));
  return PARSED;
}

function readTimestamp(start: usize, end: usize, slot: usize, options: u32, zone: usize): u32 {
  store<i64>(zone, 0);
  const afterDate = readDate(start, end, slot);
  if (afterDate === 0) return BAD_SYNTAX;
  const days = load<i32>(slot);
  const midnight = <i64>days * MICROS_PER_DAY;
  let at = afterDate;
  let time: i64 = 0;
  if (at < end) {
    const between = <u32>load<u8>(at);
    if ((between | 32) !== 116 && between !== 32) return BAD_SYNTAX;
    while (at + 1 < end && between === 32 && load<u8>(at + 1) === 32) at++;
    const afterTime = readTime(at + 1, end, slot);
    if (afterTime === 0) return BAD_SYNTAX;
    if (afterTime === 1) return OUT_OF_RANGE;
    time = load<i64>(slot);
    at = afterTime;
    if (at < end) {
      if ((options & WITH_ZONE) === 0) return BAD_SYNTAX;
      while (at < end && isSpace(load<u8>(at))) at++;
      at = readZone(at, end, zone);
      if (at !== end) return BAD_SYNTAX;
      options &= ~NEEDS_ZONE;
    }
  }
  if ((options & NEEDS_ZONE) !== 0) return BAD_SYNTAX;
  if (days === NO_DAY) return OUT_OF_RANGE;
  store<i64>(slot, midnight + time);
  return PARSED;
}
