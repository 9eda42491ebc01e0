import { splitTimestamp, MICROS_PER_DAY, timeZone, toLocal } from '../../../data/datetime.js';
import { INTERVAL } from '../../../data/types.js';
import { scalar, type EvaluateContext, type ScalarFunction } from '../../define.js';
import { ageBetween } from '../../datetime/interval-math.js';

const local = (micros: bigint, { timeZone: zone }: EvaluateContext): bigint => toLocal(timeZone(zone), micros);

/** Midnight of the session's day. */
const today = (context: EvaluateContext): bigint => BigInt(splitTimestamp(local(context.nowMicros, context)).days) * MICROS_PER_DAY;

const doc = 'The years, months, days and time between two timestamps; between today and one timestamp.';

/** age. NULL when any argument is. */
export const age: readonly ScalarFunction[] = (['timestamp', 'timestamptz'] as const).flatMap((kind) => [
  scalar({
    name: 'age',
    args: [kind, kind],
    returns: INTERVAL,
    nulls: 'propagate',
    volatility: kind === 'timestamp' ? 'immutable' : 'stable',
    doc,
    examples:
      kind === 'timestamp'
        ? [
            ["age(timestamp '2001-04-10', timestamp '1957-06-13')", '43 years 9 mons 27 days'],
            ["age(timestamp '2020-01-31', timestamp '2020-03-01')", '-1 mons -1 days'],
          ]
        : [],
    evaluate: ([a, b], context) => (kind === 'timestamp' ? ageBetween(a, b) : ageBetween(local(a, context), local(b, context))),
  }),
  scalar({
    name: 'age',
    args: [kind],
    returns: INTERVAL,
    nulls: 'propagate',
    volatility: 'stable',
    doc,
    examples: [],
    evaluate: ([a], context) => ageBetween(today(context), kind === 'timestamp' ? a : local(a, context)),
  }),
]);
