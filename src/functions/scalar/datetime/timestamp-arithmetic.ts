import { INTERVAL, TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { addToTimestamp, addToTimestampTz, negateInterval, subtractTimestamps } from '../../datetime/interval-math.js';

const doc =
  'The timestamp that an interval leads to: months first, the day cut to the length of the month, then days, then the time; 22008 out of range.';
const docTz = `${doc} Months and days go by the clocks of the session's zone.`;

/** `timestamp + interval`, in both orders. NULL when either side is. */
export const addIntervalToTimestamp: readonly ScalarFunction[] = ([0, 1] as const).map((at) =>
  scalar({
    name: '+',
    args: at === 0 ? ['timestamp', 'interval'] : ['interval', 'timestamp'],
    returns: TIMESTAMP,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: at === 0 ? [["timestamp '2001-09-28 01:00' + interval '23 hours'", '2001-09-29 00:00:00']] : [],
    compile: (values, code) => code.call('timestamp_add_interval', values[at], values[1 - at]),
    evaluate: (values) => addToTimestamp(values[at], values[1 - at]),
  }),
);

export const subtractIntervalFromTimestamp = scalar({
  name: '-',
  args: ['timestamp', 'interval'],
  returns: TIMESTAMP,
  nulls: 'propagate',
  volatility: 'immutable',
  doc,
  examples: [["timestamp '2001-09-28 23:00' - interval '23 hours'", '2001-09-28 00:00:00']],
  compile: ([timestamp, interval], code) => code.call('timestamp_subtract_interval', timestamp, interval),
  evaluate: ([timestamp, interval]) => addToTimestamp(timestamp, negateInterval(interval)),
});

/** `timestamptz + interval`, in both orders. NULL when either side is. */
export const addIntervalToTimestampTz: readonly ScalarFunction[] = ([0, 1] as const).map((at) =>
  scalar({
    name: '+',
    args: at === 0 ? ['timestamptz', 'interval'] : ['interval', 'timestamptz'],
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'stable',
    doc: docTz,
    examples: at === 0 ? [["timestamptz '2020-01-31 00:00Z' + interval '1 month'", '2020-02-29 00:00:00+00']] : [],
    evaluate: (values, { timeZone }) => addToTimestampTz(values[at], values[1 - at], timeZone),
  }),
);

export const subtractIntervalFromTimestampTz = scalar({
  name: '-',
  args: ['timestamptz', 'interval'],
  returns: TIMESTAMPTZ,
  nulls: 'propagate',
  volatility: 'stable',
  doc: docTz,
  examples: [["timestamptz '2020-03-01 00:00Z' - interval '1 day'", '2020-02-29 00:00:00+00']],
  evaluate: ([timestamp, interval], { timeZone }) => addToTimestampTz(timestamp, negateInterval(interval), timeZone),
});

/** `timestamp - timestamp`. NULL when either side is. */
export const subtractTimestampsFunction: readonly ScalarFunction[] = (['timestamp', 'timestamptz'] as const).map((kind) =>
  scalar({
    name: '-',
    args: [kind, kind],
    returns: INTERVAL,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The days and the time between two timestamps.',
    examples:
      kind === 'timestamp'
        ? [
            ["timestamp '2001-09-29 03:00' - timestamp '2001-07-27 12:00'", '63 days 15:00:00'],
            ["timestamp '2001-09-29' - timestamp '2001-09-29 01:00'", '-01:00:00'],
          ]
        : [],
    compile: ([a, b], code) => code.call128('timestamp_subtract', a, b),
    evaluate: ([a, b]) => subtractTimestamps(a, b),
  }),
);
