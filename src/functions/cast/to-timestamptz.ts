import { parseTimestampTz, timeZone, toUtc } from '../../data/datetime.js';
import type { CastFunction } from '../define.js';
import { timestampOfDate } from '../datetime/interval-math.js';

/** Casts to TIMESTAMP WITH TIME ZONE; what has no zone is in the session's. */
export const toTimestampTz: readonly CastFunction[] = [
  { from: 'text', to: 'timestamptz', context: 'explicit', evaluate: (text, context) => parseTimestampTz(text, context) },
  {
    from: 'date',
    to: 'timestamptz',
    context: 'implicit',
    evaluate: (days, context) => toUtc(timeZone(context.timeZone), timestampOfDate(days)),
  },
  { from: 'timestamp', to: 'timestamptz', context: 'implicit', evaluate: (micros, context) => toUtc(timeZone(context.timeZone), micros) },
];
