import { isDateInRange, isFiniteDate } from '../../../data/datetime.js';
import { DATE, INTEGER, TIMESTAMP, type TypeKind } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { addToTimestamp, negateInterval, timestampOfDate } from '../../datetime/interval-math.js';

function addDays(date: number, days: number): number {
  if (!isFiniteDate(date)) return date;
  if (!isDateInRange(date + days)) throw new SqlError('22008', 'date out of range');
  return date + days;
}

const docDays = 'The date so many days later; infinities stay, and leaving the calendar raises 22008.';
const docInterval =
  'The timestamp that an interval leads to: months first, the day cut to the length of the month, then days, then the time.';

/** `date + integer` and its kin: the arguments in both orders. NULL when either side is. */
function commuted(
  args: readonly [TypeKind, TypeKind],
  make: (args: readonly [TypeKind, TypeKind], at: readonly [0 | 1, 0 | 1]) => ScalarFunction,
): readonly ScalarFunction[] {
  return [make(args, [0, 1]), make([args[1], args[0]], [1, 0])];
}

export const addDaysToDate = commuted(['date', 'integer'], (args, [date, days]) =>
  scalar({
    name: '+',
    args,
    returns: DATE,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: docDays,
    examples:
      date === 0
        ? [
            ["date '2001-09-28' + 7", '2001-10-05'],
            ["date '2001-09-28' + NULL::integer", 'NULL'],
          ]
        : [["7 + date '2001-09-28'", '2001-10-05']],
    compile: (values, code) => code.call('date_add_days', values[date], values[days]),
    evaluate: (values) => addDays(values[date], values[days]),
  }),
);

export const subtractDaysFromDate = scalar({
  name: '-',
  args: ['date', 'integer'],
  returns: DATE,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: docDays,
  examples: [["date '2001-10-01' - 7", '2001-09-24']],
  compile: ([date, days], code) => code.call('date_subtract_days', date, days),
  evaluate: ([date, days]) => addDays(date, -days),
});

export const subtractDates = scalar({
  name: '-',
  args: ['date', 'date'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The days between two dates.',
  examples: [
    ["date '2001-10-01' - date '2001-09-28'", '3'],
    ["date '2020-03-01' - '2020-02-01'", '29'],
  ],
  compile: ([a, b], code) => code.call('date_subtract', a, b),
  evaluate: ([a, b]) => {
    if (!isFiniteDate(a) || !isFiniteDate(b)) throw new SqlError('22008', 'cannot subtract infinite dates');
    return a - b;
  },
});

export const addIntervalToDate = commuted(['date', 'interval'], (args, [date, interval]) =>
  scalar({
    name: '+',
    args,
    returns: TIMESTAMP,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: docInterval,
    examples:
      date === 0
        ? [
            ["date '2001-09-28' + interval '1 hour'", '2001-09-28 01:00:00'],
            ["date '2020-01-31' + interval '1 month'", '2020-02-29 00:00:00'],
          ]
        : [["interval '1 day' + date '2020-02-28'", '2020-02-29 00:00:00']],
    compile: (values, code) => code.call('timestamp_add_interval', code.call('date_to_timestamp', values[date]), values[interval]),
    evaluate: (values) => addToTimestamp(timestampOfDate(values[date]), values[interval]),
  }),
);

export const subtractIntervalFromDate = scalar({
  name: '-',
  args: ['date', 'interval'],
  returns: TIMESTAMP,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: docInterval,
  examples: [
    ["date '1998-12-01' - interval '90 days'", '1998-09-02 00:00:00'],
    ["date '2020-03-31' - interval '1 month'", '2020-02-29 00:00:00'],
  ],
  compile: ([date, interval], code) => code.call('timestamp_subtract_interval', code.call('date_to_timestamp', date), interval),
  evaluate: ([date, interval]) => addToTimestamp(timestampOfDate(date), negateInterval(interval)),
});

export const addTimeToDate = commuted(['date', 'time'], (args, [date, time]) =>
  scalar({
    name: '+',
    args,
    returns: TIMESTAMP,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The timestamp of a date and a time of day.',
    examples: date === 0 ? [["date '2001-09-28' + time '03:00'", '2001-09-28 03:00:00']] : [],
    compile: (values, code) => code.call('date_add_time', values[date], values[time]),
    evaluate: (values) => {
      const start = timestampOfDate(values[date]);
      return isFiniteDate(values[date]) ? start + values[time] : start;
    },
  }),
);
