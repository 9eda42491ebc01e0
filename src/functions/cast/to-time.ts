import { floorDivide, isFiniteTimestamp, MICROS_PER_DAY, parseTime, splitTimestamp, timeZone, toLocal } from '../../data/datetime.js';
import type { CastFunction } from '../define.js';

const timeOf = (micros: bigint): bigint | null => (isFiniteTimestamp(micros) ? splitTimestamp(micros).time : null);

/** Casts to TIME; NULL for an infinite timestamp. */
export const toTime: readonly CastFunction[] = [
  { from: 'text', to: 'time', context: 'explicit', evaluate: (text, context) => parseTime(text, context) },
  {
    from: 'timestamp',
    to: 'time',
    context: 'assignment',
    total: true,
    evaluate: timeOf,
    compile: (value, code) => ({ value: code.call('timestamp_to_time', value), isNull: code.call('timestamp_is_infinite', value) }),
  },
  {
    from: 'timestamptz',
    to: 'time',
    context: 'assignment',
    evaluate: (micros, context) => timeOf(toLocal(timeZone(context.timeZone), micros)),
  },
  {
    from: 'interval',
    to: 'time',
    context: 'assignment',
    total: true,
    evaluate: ({ micros }) => micros - floorDivide(micros, MICROS_PER_DAY) * MICROS_PER_DAY,
    compile: (value, code) => code.call('timestamp_to_time', code.low(value)),
  },
];
