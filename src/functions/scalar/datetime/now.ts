import { splitTimestamp, timeZone, toLocal } from '../../../data/datetime.js';
import { roundHalfEven } from '../../../data/datetime/decode.js';
import { DATE, TEXT, TIME, TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import { formatTimestampTz } from '../../../data/datetime.js';
import { scalar, type EvaluateContext, type ScalarFunction } from '../../define.js';

const local = ({ nowMicros, timeZone: zone }: EvaluateContext): bigint => toLocal(timeZone(zone), nowMicros);

/** A moment rounded to so many digits of a second. */
function rounded(micros: bigint, digits = 6): bigint {
  const unit = 10 ** (6 - Math.max(0, Math.min(6, digits)));
  return unit === 1 ? micros : BigInt(roundHalfEven(Number(micros) / unit)) * BigInt(unit);
}

/** The start of the transaction: now and what the standard calls it. */
export const now: readonly ScalarFunction[] = ['now', 'transaction_timestamp', 'statement_timestamp', 'current_timestamp'].map((name) =>
  scalar({
    name,
    args: name === 'current_timestamp' ? ['integer'] : [],
    optionalArgs: name === 'current_timestamp' ? 1 : 0,
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'stable',
    doc: 'When the statement began; the same for all its rows.',
    examples: name === 'now' ? [['now() = current_timestamp', 't']] : [],
    evaluate: ([digits], { nowMicros }) => rounded(nowMicros, digits),
  }),
);

/** clock_timestamp: the time it is, which changes from row to row. */
export const clockTimestamp = scalar({
  name: 'clock_timestamp',
  args: [],
  returns: TIMESTAMPTZ,
  nulls: 'propagate',
  volatility: 'volatile',
  doc: 'The time it is, even within a statement.',
  examples: [['clock_timestamp() >= now()', 't']],
  evaluate: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)),
});

/** timeofday: clock_timestamp as text. */
export const timeofday = scalar({
  name: 'timeofday',
  args: [],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'volatile',
  doc: 'The time it is, as text.',
  examples: [],
  evaluate: (_, { timeZone: zone }) => formatTimestampTz(BigInt(Date.now()) * 1000n, zone),
});

/** current_date, in the session's zone. */
export const currentDate = scalar({
  name: 'current_date',
  args: [],
  returns: DATE,
  nulls: 'propagate',
  volatility: 'stable',
  doc: "The date when the statement began, in the session's zone.",
  examples: [['current_date = now()::date', 't']],
  evaluate: (_, context) => splitTimestamp(local(context)).days,
});

/** current_time and localtime. There is no TIME WITH TIME ZONE: both are TIME in the session's zone. */
export const currentTime: readonly ScalarFunction[] = ['current_time', 'localtime'].map((name) =>
  scalar({
    name,
    args: ['integer'],
    optionalArgs: 1,
    returns: TIME,
    nulls: 'propagate',
    volatility: 'stable',
    doc: "The time of day when the statement began, in the session's zone.",
    examples: [],
    evaluate: ([digits], context) => splitTimestamp(rounded(local(context), digits)).time,
  }),
);

/** localtimestamp, in the session's zone. */
export const localTimestamp = scalar({
  name: 'localtimestamp',
  args: ['integer'],
  optionalArgs: 1,
  returns: TIMESTAMP,
  nulls: 'propagate',
  volatility: 'stable',
  doc: "When the statement began, in the session's zone.",
  examples: [['localtimestamp = now()::timestamp', 't']],
  evaluate: ([digits], context) => rounded(local(context), digits),
});
