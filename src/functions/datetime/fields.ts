import { unitNotRecognized, unitNotSupported } from '../../errors.js';
import {
  civilFromDays,
  dayOfWeek,
  dayOfYear,
  daysFromCivil,
  floorDivide,
  isFiniteDate,
  isFiniteTimestamp,
  isoWeek,
  MICROS_PER_DAY,
  MICROS_PER_SECOND,
  splitTimestamp,
  timeZone,
  toLocal,
  toUtc,
  UNIX_EPOCH_JULIAN,
  isTimestampInRange,
} from '../../data/datetime.js';
import type { IntervalValue } from '../../data/value.js';
import { SqlError } from '../../errors.js';

/** The readable form of extract and date_trunc; assembly/date-parts.ts is the fast one. */

const FIELD_NAMES = {
  microsecond: 'microsecond microseconds usec usecs us',
  millisecond: 'millisecond milliseconds msec msecs ms',
  second: 'second seconds sec secs s',
  minute: 'minute minutes min mins m',
  hour: 'hour hours hr hrs h',
  day: 'day days d',
  week: 'week weeks w',
  month: 'month months mon mons',
  quarter: 'quarter qtr',
  year: 'year years yr yrs y',
  decade: 'decade decades dec decs',
  century: 'century centuries cent c',
  millennium: 'millennium millennia mil mils',
  epoch: 'epoch',
  dow: 'dow',
  isodow: 'isodow',
  doy: 'doy',
  isoyear: 'isoyear',
  julian: 'julian jd j',
  timezone: 'timezone',
  timezone_hour: 'timezone_hour timezone_h',
  timezone_minute: 'timezone_minute timezone_m',
} as const;

export type Field = keyof typeof FIELD_NAMES;

const FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries(FIELD_NAMES).flatMap(([field, names]) => names.split(' ').map((name): [string, Field] => [name, field as Field])),
);

export const fieldOf = (name: string): Field | undefined => FIELDS.get(name.toLowerCase());

/** Fields with a fraction: extract gives them as DOUBLE, all others as BIGINT. */
export const isFractional = (field: Field): boolean =>
  field === 'second' || field === 'millisecond' || field === 'epoch' || field === 'julian';

function reject(name: string, field: Field | undefined, typeName: string): never {
  throw field === undefined ? unitNotRecognized(name, typeName) : unitNotSupported(name, typeName);
}

const counted = (year: number, size: number): number =>
  year > 0 ? Math.floor((year + size - 1) / size) : -Math.floor((size - year) / size);
const withoutZero = (year: number): number => (year > 0 ? year : year - 1);

function dayField(field: Field | undefined, days: number): number | undefined {
  const { year, month, day } = civilFromDays(days);
  switch (field) {
    case 'year':
      return withoutZero(year);
    case 'month':
      return month;
    case 'day':
      return day;
    case 'quarter':
      return Math.floor((month - 1) / 3) + 1;
    case 'week':
      return isoWeek(days).week;
    case 'isoyear':
      return withoutZero(isoWeek(days).year);
    case 'dow':
      return dayOfWeek(days);
    case 'isodow':
      return dayOfWeek(days) || 7;
    case 'doy':
      return dayOfYear(days);
    case 'decade':
      return Math.floor(year / 10);
    case 'century':
      return counted(year, 100);
    case 'millennium':
      return counted(year, 1000);
    case 'julian':
      return days + UNIX_EPOCH_JULIAN;
    default:
      return undefined;
  }
}

function clockField(field: Field | undefined, time: number): number | undefined {
  switch (field) {
    case 'hour':
      return Math.floor(time / 3_600_000_000);
    case 'minute':
      return Math.floor(time / 60_000_000) % 60;
    case 'second':
      return (time % 60_000_000) / 1e6;
    case 'millisecond':
      return (time % 60_000_000) / 1e3;
    case 'microsecond':
      return time % 60_000_000;
    default:
      return undefined;
  }
}

/** A field of a date; null for an infinite one. */
export function dateField(name: string, days: number): number | null {
  const field = fieldOf(name);
  const value = field === 'epoch' ? days * 86_400 : (dayField(field, days) ?? reject(name, field, 'date'));
  return isFiniteDate(days) ? value : null;
}

export function timestampField(name: string, micros: bigint): number | null {
  const field = fieldOf(name);
  return localField(name, field, micros, Number(micros) / 1e6, 'timestamp without time zone');
}

/** A field of a moment as clocks in the zone show it. */
export function timestampTzField(name: string, micros: bigint, zoneName: string): number | null {
  const field = fieldOf(name);
  const zone = timeZone(zoneName);
  const offset = isFiniteTimestamp(micros) ? zone.offsetAt(Number(floorDivide(micros, MICROS_PER_SECOND))) : 0;
  switch (field) {
    case 'timezone':
      return offset;
    case 'timezone_hour':
      return Math.trunc(offset / 3600);
    case 'timezone_minute':
      return Math.trunc(offset / 60) % 60;
    default:
      return localField(name, field, toLocal(zone, micros), Number(micros) / 1e6, 'timestamp with time zone');
  }
}

function localField(name: string, field: Field | undefined, local: bigint, epoch: number, typeName: string): number | null {
  const isFinite = isFiniteTimestamp(local);
  const { days, time } = isFinite ? splitTimestamp(local) : { days: 0, time: 0n };
  let value: number;
  if (field === 'epoch') value = epoch;
  else if (field === 'julian') value = days + UNIX_EPOCH_JULIAN + Number(time) / 86_400_000_000;
  else value = clockField(field, Number(time)) ?? dayField(field, days) ?? reject(name, field, typeName);
  return isFinite ? value : null;
}

export function timeField(name: string, micros: bigint): number {
  const field = fieldOf(name);
  return field === 'epoch' ? Number(micros) / 1e6 : (clockField(field, Number(micros)) ?? reject(name, field, 'time without time zone'));
}

/** A field of an interval: each unit as it is stored, years and months apart. */
export function intervalField(name: string, { months, days, micros }: IntervalValue): number {
  const field = fieldOf(name);
  const time = Number(micros);
  const years = Math.trunc(months / 12) + 0;
  switch (field) {
    case 'microsecond':
      return (time % 60_000_000) + 0;
    case 'millisecond':
      return (time % 60_000_000) / 1e3 + 0;
    case 'second':
      return (time % 60_000_000) / 1e6 + 0;
    case 'minute':
      return (Math.trunc(time / 60_000_000) % 60) + 0;
    case 'hour':
      return Math.trunc(time / 3_600_000_000) + 0;
    case 'day':
      return days;
    case 'month':
      return (months % 12) + 0;
    case 'quarter':
      return Math.trunc((months % 12) / 3) + 1;
    case 'year':
      return years;
    case 'decade':
      return Math.trunc(years / 10) + 0;
    case 'century':
      return Math.trunc(years / 100) + 0;
    case 'millennium':
      return Math.trunc(years / 1000) + 0;
    // A year counts 365.25 days here, a month 30.
    case 'epoch':
      return years * 31_557_600 + (months % 12) * 2_592_000 + days * 86_400 + time / 1e6;
    default:
      return reject(name, field, 'interval');
  }
}

const CLOCK_UNITS: Partial<Record<Field, bigint>> = {
  microsecond: 1n,
  millisecond: 1000n,
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
};

function truncateDays(field: Field | undefined, days: number): number | undefined {
  const { year, month, day } = civilFromDays(days);
  const since = (first: number): number => daysFromCivil(first, 1, 1);
  switch (field) {
    case 'day':
      return days;
    case 'week':
      return days - ((dayOfWeek(days) + 6) % 7);
    case 'month':
      return days - day + 1;
    case 'quarter':
      return daysFromCivil(year, Math.floor((month - 1) / 3) * 3 + 1, 1);
    case 'year':
      return since(year);
    case 'decade':
      return since(Math.floor(year / 10) * 10);
    case 'century':
      return since(Math.floor((year - 1) / 100) * 100 + 1);
    case 'millennium':
      return since(Math.floor((year - 1) / 1000) * 1000 + 1);
    default:
      return undefined;
  }
}

/** The start of the field's span that a timestamp lies in. */
export function truncateTimestamp(name: string, micros: bigint, typeName = 'timestamp without time zone'): bigint {
  const field = fieldOf(name);
  const unit = field && CLOCK_UNITS[field];
  if (unit !== undefined) return isFiniteTimestamp(micros) ? floorDivide(micros, unit) * unit : micros;
  if (!isFiniteTimestamp(micros)) return micros;
  const days = truncateDays(field, splitTimestamp(micros).days);
  if (days === undefined) throw unitNotRecognized(name, typeName);
  const start = BigInt(days) * MICROS_PER_DAY;
  if (!isTimestampInRange(start)) throw new SqlError('22008', 'timestamp out of range');
  return start;
}

/** As truncateTimestamp, by the clocks of the zone. */
export function truncateTimestampTz(name: string, micros: bigint, zoneName: string): bigint {
  const zone = timeZone(zoneName);
  const field = fieldOf(name);
  const local = truncateTimestamp(name, toLocal(zone, micros), 'timestamp with time zone');
  if (field === 'hour' || field === 'minute' || field === 'second' || field === 'millisecond' || field === 'microsecond') {
    // Within an hour that occurs twice the offset stays.
    return isFiniteTimestamp(micros) ? micros - (toLocal(zone, micros) - local) : micros;
  }
  return toUtc(zone, local);
}

/** An interval without the parts below the field. */
export function truncateInterval(name: string, { months, days, micros }: IntervalValue): IntervalValue {
  const field = fieldOf(name);
  const unit = field && CLOCK_UNITS[field];
  if (unit !== undefined) return { months, days, micros: (micros / unit) * unit };
  const whole = (size: number): IntervalValue => ({ months: Math.trunc(months / size) * size + 0, days: 0, micros: 0n });
  switch (field) {
    case 'day':
      return { months, days, micros: 0n };
    case 'month':
      return whole(1);
    case 'quarter':
      return whole(3);
    case 'year':
      return whole(12);
    case 'decade':
      return whole(120);
    case 'century':
      return whole(1200);
    case 'millennium':
      return whole(12_000);
    case 'week':
      throw new SqlError('0A000', `unit "${name}" not supported for type interval`, { detail: 'Months usually have fractional weeks.' });
    default:
      throw unitNotRecognized(name, 'interval');
  }
}
