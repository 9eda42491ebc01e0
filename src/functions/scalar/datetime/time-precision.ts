import { isFiniteTimestamp } from '../../../data/datetime.js';
import { INTERVAL, TIME, TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

const TYPES = { time: TIME, timestamp: TIMESTAMP, timestamptz: TIMESTAMPTZ, interval: INTERVAL } as const;

/** PostgreSQL counts from 2000-01-01, and halves are rounded away from there. */
const EPOCH_2000 = 946_684_800_000_000n;

function round(micros: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(6 - Math.min(6, Math.max(0, digits)));
  return ((micros + (micros < 0n ? -unit : unit) / 2n) / unit) * unit;
}

/** The conversion to TIMESTAMP(p) and its kin, for the binder. NULL when any argument is. */
export const timePrecision: readonly ScalarFunction[] = (['time', 'timestamp', 'timestamptz', 'interval'] as const).map((kind) =>
  scalar({
    name: 'time_precision',
    args: [kind, 'integer'],
    returns: TYPES[kind],
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'Internal: seconds rounded to a number of decimal places.',
    examples: kind === 'timestamp' ? [["time_precision(timestamp '2020-01-01 10:20:30.567', 1)", '2020-01-01 10:20:30.6']] : [],
    evaluate: ([value, digits]) => {
      if (kind === 'interval') return { ...value, micros: round(value.micros, digits) };
      if (kind === 'time') return round(value, digits);
      return isFiniteTimestamp(value) ? round(value - EPOCH_2000, digits) + EPOCH_2000 : value;
    },
  }),
);
