import { INTERVAL, TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import { truncateInterval, truncateTimestamp, truncateTimestampTz } from '../../datetime/fields.js';
import { scalar, type ScalarFunction } from '../../define.js';

const doc =
  'The value cut to a unit: the start of the microsecond, second, minute, hour, day, week, month, quarter, year, decade, century or millennium it lies in.';

/** date_trunc. A date is taken as a timestamptz, as in PostgreSQL. NULL when any argument is. */
export const dateTrunc: readonly ScalarFunction[] = [
  scalar({
    name: 'date_trunc',
    args: ['text', 'timestamp'],
    returns: TIMESTAMP,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [
      ["date_trunc('hour', timestamp '2001-02-16 20:38:40')", '2001-02-16 20:00:00'],
      ["date_trunc('week', timestamp '2020-02-29')", '2020-02-24 00:00:00'],
      ["date_trunc('quarter', timestamp '2001-12-16')", '2001-10-01 00:00:00'],
      ["date_trunc('century', timestamp '2000-02-16')", '1901-01-01 00:00:00'],
    ],
    compile: ([unit, timestamp], code) => code.call('timestamp_truncate', unit, timestamp),
    evaluate: ([unit, timestamp]) => truncateTimestamp(unit, timestamp),
  }),
  scalar({
    name: 'date_trunc',
    args: ['text', 'timestamptz'],
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'stable',
    doc: `${doc} By the clocks of the session's zone.`,
    examples: [
      ["date_trunc('day', timestamptz '2001-02-16 20:38:40+00')", '2001-02-16 00:00:00+00'],
      ["date_trunc('month', date '2001-02-16')", '2001-02-01 00:00:00+00'],
    ],
    evaluate: ([unit, timestamp], { timeZone }) => truncateTimestampTz(unit, timestamp, timeZone),
  }),
  scalar({
    name: 'date_trunc',
    args: ['text', 'timestamptz', 'text'],
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: `${doc} By the clocks of a zone.`,
    examples: [["date_trunc('day', timestamptz '2001-02-16 20:38:40+00', 'Australia/Sydney')", '2001-02-16 13:00:00+00']],
    evaluate: ([unit, timestamp, zone]) => truncateTimestampTz(unit, timestamp, zone),
  }),
  scalar({
    name: 'date_trunc',
    args: ['text', 'interval'],
    returns: INTERVAL,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [["date_trunc('hour', interval '2 days 3 hours 40 minutes')", '2 days 03:00:00']],
    evaluate: ([unit, interval]) => truncateInterval(unit, interval),
  }),
];
