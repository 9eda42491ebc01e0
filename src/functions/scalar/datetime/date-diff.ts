import { BIGINT } from '../../../data/types.js';
import {
  civilFromDays,
  floorDivide,
  isFiniteTimestamp,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  splitTimestamp,
  timeZone,
  toLocal,
} from '../../../data/datetime.js';
import { unitNotRecognized, unitNotSupported } from '../../../errors.js';
import { fieldOf, type Field } from '../../datetime/fields.js';
import { scalar, type ScalarFunction } from '../../define.js';

const CLOCK_UNITS: Partial<Record<Field, bigint>> = {
  hour: MICROS_PER_HOUR,
  minute: MICROS_PER_MINUTE,
  second: MICROS_PER_SECOND,
  millisecond: 1000n,
  microsecond: 1n,
};

/** The number of the unit in which a moment lies, counted from any start; undefined for fields that are no unit. */
function unitNumber(field: Field, micros: bigint): bigint | undefined {
  const clock = CLOCK_UNITS[field];
  if (clock !== undefined) return floorDivide(micros, clock);
  const { days } = splitTimestamp(micros);
  const { year, month } = civilFromDays(days);
  switch (field) {
    case 'day':
      return BigInt(days);
    case 'week':
      // 1970-01-01 was a Thursday; weeks begin on Mondays.
      return BigInt(Math.floor((days + 3) / 7));
    case 'month':
      return BigInt(year * 12 + month);
    case 'quarter':
      return BigInt(year * 4 + Math.floor((month - 1) / 3));
    case 'year':
      return BigInt(year);
    default:
      return undefined;
  }
}

function difference(unit: string, from: bigint, to: bigint, typeName: string): bigint | null {
  const field = fieldOf(unit);
  if (field === undefined) throw unitNotRecognized(unit, typeName);
  if (!isFiniteTimestamp(from) || !isFiniteTimestamp(to)) return null;
  const [first, last] = [unitNumber(field, from), unitNumber(field, to)];
  if (first === undefined || last === undefined) throw unitNotSupported(unit, typeName);
  return last - first;
}

const doc = 'How many times a unit begins between two moments: negative when the second is the earlier one. NULL for infinite ones.';

/** date_diff and datediff, as other engines have them. NULL when any argument is. */
export const dateDiff: readonly ScalarFunction[] = ['date_diff', 'datediff'].flatMap((name) => [
  scalar({
    name,
    args: ['text', 'timestamp', 'timestamp'],
    returns: BIGINT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [
      [`${name}('day', date '2024-02-28', date '2024-03-01')`, '2'],
      [`${name}('month', timestamp '2024-01-31 23:59', timestamp '2024-02-01')`, '1'],
      [`${name}('week', date '2024-01-07', date '2024-01-08')`, '1'],
      [`${name}('hour', timestamp '2024-01-01 10:59', timestamp '2024-01-01 09:00')`, '-1'],
    ],
    evaluate: ([unit, from, to]) => difference(unit, from, to, 'timestamp without time zone'),
  }),
  scalar({
    name,
    args: ['text', 'timestamptz', 'timestamptz'],
    returns: BIGINT,
    nulls: 'propagate',
    volatility: 'stable',
    doc: `${doc} By the clocks of the session's zone.`,
    examples: [],
    evaluate: ([unit, from, to], context) => {
      const zone = timeZone(context.timeZone);
      const local = (utc: bigint) => (isFiniteTimestamp(utc) ? toLocal(zone, utc) : utc);
      return difference(unit, local(from), local(to), 'timestamp with time zone');
    },
  }),
]);
