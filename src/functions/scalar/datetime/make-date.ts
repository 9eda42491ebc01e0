import { checkedInterval, daysFromCivil, daysInMonth, isDateInRange, MICROS_PER_DAY, timeZone, toUtc } from '../../../data/datetime.js';
import { roundHalfEven } from '../../../data/datetime/decode.js';
import { DATE, INTERVAL, TIME, TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { checkedTimestamp } from '../../datetime/interval-math.js';

const outOfRange = (what: string): SqlError => new SqlError('22008', `${what} field value out of range`);

function daysOf(year: number, month: number, day: number): number {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const astronomical = year < 0 ? year + 1 : year;
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(astronomical, month)) {
    throw new SqlError('22008', `date field value out of range: ${text}`);
  }
  const days = daysFromCivil(astronomical, month, day);
  if (!isDateInRange(days)) throw new SqlError('22008', `date out of range: ${text}`);
  return days;
}

function timeOf(hour: number, minute: number, second: number): bigint {
  const isValid =
    hour >= 0 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
  if (!isValid) throw outOfRange('time');
  return BigInt(hour * 60 + minute) * 60_000_000n + BigInt(roundHalfEven(second * 1e6));
}

/** make_date: negative years are BC. NULL when any argument is. */
export const makeDate = scalar({
  name: 'make_date',
  args: ['integer', 'integer', 'integer'],
  parameters: ['year', 'month', 'day'],
  returns: DATE,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The date of a year, month and day; 22008 when there is none.',
  examples: [
    ['make_date(2013, 7, 15)', '2013-07-15'],
    ['make_date(-44, 3, 15)', '0044-03-15 BC'],
  ],
  evaluate: ([year, month, day]) => daysOf(year, month, day),
});

/** make_time. NULL when any argument is. */
export const makeTime = scalar({
  name: 'make_time',
  args: ['integer', 'integer', 'double'],
  parameters: ['hour', 'min', 'sec'],
  returns: TIME,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The time of day of an hour, minute and seconds; 22008 when there is none.',
  examples: [['make_time(8, 15, 23.5)', '08:15:23.5']],
  evaluate: ([hour, minute, second]) => timeOf(hour, minute, second),
});

/** make_timestamp. NULL when any argument is. */
export const makeTimestamp = scalar({
  name: 'make_timestamp',
  args: ['integer', 'integer', 'integer', 'integer', 'integer', 'double'],
  parameters: ['year', 'month', 'mday', 'hour', 'min', 'sec'],
  returns: TIMESTAMP,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The timestamp of its fields; 22008 when there is none.',
  examples: [['make_timestamp(2013, 7, 15, 8, 15, 23.5)', '2013-07-15 08:15:23.5']],
  evaluate: ([year, month, day, hour, minute, second]) =>
    checkedTimestamp(BigInt(daysOf(year, month, day)) * MICROS_PER_DAY + timeOf(hour, minute, second)),
});

/** make_timestamptz: the fields are local to a zone, the session's when left out. NULL when any argument is. */
export const makeTimestampTz = scalar({
  name: 'make_timestamptz',
  args: ['integer', 'integer', 'integer', 'integer', 'integer', 'double', 'text'],
  optionalArgs: 1,
  returns: TIMESTAMPTZ,
  nulls: 'propagate',
  volatility: 'stable',
  doc: "The moment of its fields in a zone, the session's when left out; 22008 when there is none.",
  examples: [["make_timestamptz(2013, 7, 15, 8, 15, 23.5, 'America/New_York')", '2013-07-15 12:15:23.5+00']],
  evaluate: ([year, month, day, hour, minute, second, zone], context) =>
    checkedTimestamp(
      toUtc(timeZone(zone ?? context.timeZone), BigInt(daysOf(year, month, day)) * MICROS_PER_DAY + timeOf(hour, minute, second)),
    ),
});

/** make_interval: arguments from the right may be left out. NULL when any argument is. */
export const makeInterval: readonly ScalarFunction[] = [
  scalar({
    name: 'make_interval',
    args: ['integer', 'integer', 'integer', 'integer', 'integer', 'integer', 'double'],
    optionalArgs: 7,
    parameters: ['years', 'months', 'weeks', 'days', 'hours', 'mins', 'secs'],
    returns: INTERVAL,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The interval of so many years, months, weeks, days, hours, minutes and seconds, 0 for those left out.',
    examples: [
      ['make_interval(1, 2, 1, 3, 4, 5, 6.5)', '1 year 2 mons 10 days 04:05:06.5'],
      ['make_interval()', '00:00:00'],
      ['make_interval(days => 10, hours => 2)', '10 days 02:00:00'],
    ],
    evaluate: ([years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0]) => {
      if (!Number.isFinite(seconds)) throw new SqlError('22008', 'interval out of range');
      const micros = BigInt(hours) * 3_600_000_000n + BigInt(minutes) * 60_000_000n + BigInt(roundHalfEven(seconds * 1e6));
      return checkedInterval(years * 12 + months, weeks * 7 + days, micros);
    },
  }),
];
