import {
  DATE_INFINITY,
  DATE_MINUS_INFINITY,
  isFiniteTimestamp,
  parseDate,
  splitTimestamp,
  timeZone,
  toLocal,
} from '../../data/datetime.js';
import type { CastFunction } from '../define.js';

const dateOf = (micros: bigint): number =>
  isFiniteTimestamp(micros) ? splitTimestamp(micros).days : micros > 0n ? DATE_INFINITY : DATE_MINUS_INFINITY;

/** Casts to DATE; a timestamptz gives the date in the session's zone. */
export const toDate: readonly CastFunction[] = [
  { from: 'text', to: 'date', context: 'explicit', evaluate: (text, context) => parseDate(text, context) },
  {
    from: 'timestamp',
    to: 'date',
    context: 'assignment',
    total: true,
    evaluate: dateOf,
    compile: (value, code) => code.call('timestamp_to_date', value),
  },
  {
    from: 'timestamptz',
    to: 'date',
    context: 'assignment',
    evaluate: (micros, context) => dateOf(toLocal(timeZone(context.timeZone), micros)),
  },
];
