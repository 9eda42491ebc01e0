import { parseTimestamp, timeZone, toLocal } from '../../data/datetime.js';
import type { CastFunction } from '../define.js';
import { timestampOfDate } from '../datetime/interval-math.js';

/** Casts to TIMESTAMP; a timestamptz gives what clocks in the session's zone show. */
export const toTimestamp: readonly CastFunction[] = [
  { from: 'text', to: 'timestamp', context: 'explicit', evaluate: (text, context) => parseTimestamp(text, context) },
  {
    from: 'date',
    to: 'timestamp',
    context: 'implicit',
    evaluate: timestampOfDate,
    compile: (value, code) => code.call('date_to_timestamp', value),
  },
  {
    from: 'timestamptz',
    to: 'timestamp',
    context: 'assignment',
    evaluate: (micros, context) => toLocal(timeZone(context.timeZone), micros),
  },
];
