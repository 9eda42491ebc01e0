import {
  checkedInterval,
  civilFromDays,
  DATE_INFINITY,
  daysFromCivil,
  daysInMonth,
  floorDivide,
  isFiniteDate,
  isFiniteTimestamp,
  isTimestampInRange,
  MICROS_PER_DAY,
  splitTimestamp,
  TIMESTAMP_INFINITY,
  TIMESTAMP_MINUS_INFINITY,
  timeZone,
  toLocal,
  toUtc,
} from '../../data/datetime.js';
import { roundHalfEven } from '../../data/datetime/decode.js';
import type { IntervalValue } from '../../data/value.js';
import { SqlError } from '../../errors.js';

/** The readable form of arithmetic with intervals; assembly/interval.ts is the fast one. */

export const timestampOutOfRange = (): SqlError => new SqlError('22008', 'timestamp out of range');

export function checkedTimestamp(micros: bigint): bigint {
  if (!isTimestampInRange(micros)) throw timestampOutOfRange();
  return micros;
}

export const negateInterval = ({ months, days, micros }: IntervalValue): IntervalValue => checkedInterval(-months, -days, -micros);

export const addIntervals = (a: IntervalValue, b: IntervalValue): IntervalValue =>
  checkedInterval(a.months + b.months, a.days + b.days, a.micros + b.micros);

export const subtractIntervals = (a: IntervalValue, b: IntervalValue): IntervalValue =>
  checkedInterval(a.months - b.months, a.days - b.days, a.micros - b.micros);

const roundMicros = (value: number): number => roundHalfEven(value * 1e6) / 1e6;

/** Fractions of months go to days, those of days to the time. */
export function scaledInterval(months: number, days: number, micros: number): IntervalValue {
  const wholeMonths = Math.trunc(months);
  let wholeDays = Math.trunc(days);
  const monthDays = roundMicros((months - wholeMonths) * 30);
  let seconds = roundMicros((days - wholeDays + monthDays - Math.trunc(monthDays)) * 86_400);
  if (Math.abs(seconds) >= 86_400) {
    const carried = Math.trunc(seconds / 86_400);
    wholeDays += carried;
    seconds -= carried * 86_400;
  }
  wholeDays += Math.trunc(monthDays);
  const time = roundHalfEven(micros + seconds * 1e6);
  if (!(Math.abs(wholeMonths) < 2 ** 31 && Math.abs(wholeDays) < 2 ** 31 && Math.abs(time) < 2 ** 63)) {
    throw new SqlError('22008', 'interval out of range');
  }
  return checkedInterval(wholeMonths, wholeDays, BigInt(time));
}

/** `timestamp + interval`: months first, the day cut to the month's length, then days, then the time. Infinities stay; 22008 out of range, at each step. */
export function addToTimestamp(micros: bigint, interval: IntervalValue): bigint {
  if (!isFiniteTimestamp(micros)) return micros;
  const { days, time } = splitTimestamp(micros);
  const at = (day: number): bigint => checkedTimestamp(BigInt(day) * MICROS_PER_DAY + time);
  const later = addMonths(days, interval.months);
  if (interval.months !== 0) at(later);
  return checkedTimestamp(at(later + interval.days) + interval.micros);
}

export function addMonths(days: number, months: number): number {
  if (months === 0) return days;
  const { year, month, day } = civilFromDays(days);
  const total = year * 12 + month - 1 + months;
  const newYear = Math.floor(total / 12);
  const newMonth = total - newYear * 12 + 1;
  return daysFromCivil(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** `timestamptz + interval`: months and days by the clocks of the zone, the time by the flow of time. */
export function addToTimestampTz(micros: bigint, { months, days, micros: time }: IntervalValue, zoneName: string): bigint {
  if (!isFiniteTimestamp(micros)) return micros;
  const zone = timeZone(zoneName);
  let moment = micros;
  if (months !== 0) moment = toUtc(zone, addToTimestamp(toLocal(zone, moment), { months, days: 0, micros: 0n }));
  if (days !== 0) moment = toUtc(zone, addToTimestamp(toLocal(zone, moment), { months: 0, days, micros: 0n }));
  return checkedTimestamp(moment + time);
}

/** `timestamp - timestamp`: days and a time. */
export function subtractTimestamps(a: bigint, b: bigint): IntervalValue {
  if (!isFiniteTimestamp(a) || !isFiniteTimestamp(b)) throw new SqlError('22008', 'cannot subtract infinite timestamps');
  return justifyHours({ months: 0, days: 0, micros: a - b });
}

/** 24 hours become a day. */
export function justifyHours({ months, days, micros }: IntervalValue): IntervalValue {
  let allDays = days + Number(micros / MICROS_PER_DAY);
  let time = micros % MICROS_PER_DAY;
  if (allDays > 0 && time < 0n) {
    time += MICROS_PER_DAY;
    allDays--;
  } else if (allDays < 0 && time > 0n) {
    time -= MICROS_PER_DAY;
    allDays++;
  }
  return checkedInterval(months, allDays, time);
}

/** 30 days become a month. */
export function justifyDays({ months, days, micros }: IntervalValue): IntervalValue {
  let allMonths = months + Math.trunc(days / 30);
  let rest = days % 30;
  if (allMonths > 0 && rest < 0) {
    rest += 30;
    allMonths--;
  } else if (allMonths < 0 && rest > 0) {
    rest -= 30;
    allMonths++;
  }
  return checkedInterval(allMonths, rest, micros);
}

/** Both, with all parts of one sign. */
export function justifyInterval(interval: IntervalValue): IntervalValue {
  const total = BigInt(interval.days) * MICROS_PER_DAY + interval.micros;
  let days = Number(total / MICROS_PER_DAY);
  let micros = total % MICROS_PER_DAY;
  let months = interval.months + Math.trunc(days / 30);
  days %= 30;
  if (months > 0 && (days < 0 || (days === 0 && micros < 0n))) {
    days += 30;
    months--;
  } else if (months < 0 && (days > 0 || (days === 0 && micros > 0n))) {
    days -= 30;
    months++;
  }
  if (days > 0 && micros < 0n) {
    micros += MICROS_PER_DAY;
    days--;
  } else if (days < 0 && micros > 0n) {
    micros -= MICROS_PER_DAY;
    days++;
  }
  return checkedInterval(months, days, micros);
}

/** `time ± interval`: around the clock. */
export function addToTime(time: bigint, micros: bigint): bigint {
  const sum = time + (micros % MICROS_PER_DAY);
  return sum - floorDivide(sum, MICROS_PER_DAY) * MICROS_PER_DAY;
}

/** Years, months, days and time between two local timestamps, as age prints them. */
export function ageBetween(a: bigint, b: bigint): IntervalValue {
  if (!isFiniteTimestamp(a) || !isFiniteTimestamp(b)) throw timestampOutOfRange();
  const isNegative = a < b;
  const [later, earlier] = isNegative ? [b, a] : [a, b];
  const to = splitTimestamp(later);
  const from = splitTimestamp(earlier);
  const toDate = civilFromDays(to.days);
  const fromDate = civilFromDays(from.days);
  let micros = to.time - from.time;
  let days = toDate.day - fromDate.day;
  let months = (toDate.year - fromDate.year) * 12 + toDate.month - fromDate.month;
  if (micros < 0n) {
    micros += MICROS_PER_DAY;
    days--;
  }
  while (days < 0) {
    // Days are borrowed from the earlier date's month.
    days += daysInMonth(fromDate.year, fromDate.month);
    months--;
  }
  return isNegative ? { months: -months + 0, days: -days + 0, micros: -micros } : { months, days, micros };
}

/** Midnight of a date as a timestamp; 22008 after the year 294246. */
export function timestampOfDate(days: number): bigint {
  if (!isFiniteDate(days)) return days === DATE_INFINITY ? TIMESTAMP_INFINITY : TIMESTAMP_MINUS_INFINITY;
  if (days > 106_751_990) throw new SqlError('22008', 'date out of range for timestamp');
  return BigInt(days) * MICROS_PER_DAY;
}
