import { INTERVAL, TIME } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { addToTime } from '../../datetime/interval-math.js';

const doc = 'The time of day that the time part of an interval leads to, around the clock.';

/** `time + interval`, in both orders. NULL when either side is. */
export const addIntervalToTime: readonly ScalarFunction[] = ([0, 1] as const).map((at) =>
  scalar({
    name: '+',
    args: at === 0 ? ['time', 'interval'] : ['interval', 'time'],
    returns: TIME,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples:
      at === 0
        ? [
            ["time '01:00' + interval '3 hours'", '04:00:00'],
            ["time '23:00' + interval '1 day 2 hours'", '01:00:00'],
          ]
        : [],
    compile: (values, code) => code.call('time_add_interval', values[at], code.low(values[1 - at])),
    evaluate: (values) => addToTime(values[at], values[1 - at].micros),
  }),
);

export const subtractIntervalFromTime = scalar({
  name: '-',
  args: ['time', 'interval'],
  returns: TIME,
  nulls: 'propagate',
  volatility: 'immutable',
  doc,
  examples: [
    ["time '05:00' - interval '2 hours'", '03:00:00'],
    ["time '01:00' - interval '2 hours'", '23:00:00'],
  ],
  compile: ([time, interval], code) => code.call('time_subtract_interval', time, code.low(interval)),
  evaluate: ([time, interval]) => addToTime(time, 0n - interval.micros),
});

/** `time - time`. NULL when either side is. */
export const subtractTimes = scalar({
  name: '-',
  args: ['time', 'time'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc: 'The time between two times of day.',
  examples: [
    ["time '05:00' - time '03:00'", '02:00:00'],
    ["time '03:00' - time '05:00'", '-02:00:00'],
  ],
  compile: ([a, b], code) => code.pair(code.op('i64.sub', a, b), code.i64(0n)),
  evaluate: ([a, b]: readonly bigint[]) => ({ months: 0, days: 0, micros: a - b }),
});
