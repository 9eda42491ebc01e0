import { INTERVAL } from '../../../data/types.js';
import { divisionByZero } from '../../../errors.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { addIntervals, negateInterval, scaledInterval, subtractIntervals } from '../../datetime/interval-math.js';

const ZERO = 0n;

/** `interval + interval`. NULL when either side is. */
export const addIntervalsFunction = scalar({
  name: '+',
  args: ['interval', 'interval'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The sum of two intervals, part by part.',
  examples: [
    ["interval '1 day' + interval '1 hour'", '1 day 01:00:00'],
    ["interval '1 mon' + interval '-1 day'", '1 mon -1 days'],
  ],
  compile: ([a, b], code) => code.call128('interval_add', a, b),
  evaluate: ([a, b]) => addIntervals(a, b),
});

export const subtractIntervalsFunction = scalar({
  name: '-',
  args: ['interval', 'interval'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The difference of two intervals, part by part.',
  examples: [["interval '1 day' - interval '1 hour'", '1 day -01:00:00']],
  compile: ([a, b], code) => code.call128('interval_subtract', a, b),
  evaluate: ([a, b]) => subtractIntervals(a, b),
});

/** `- interval`. NULL for NULL. */
export const negateIntervalFunction = scalar({
  name: '-',
  args: ['interval'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The interval with the sign of every part changed.',
  examples: [
    ["- interval '23 hours'", '-23:00:00'],
    ["- interval '1 mon -2 days'", '-1 mons +2 days'],
  ],
  compile: ([interval], code) => code.call128('interval_subtract', code.i128(ZERO), interval),
  evaluate: ([interval]) => negateInterval(interval),
});

/** `interval * double`, in both orders. NULL when either side is. */
export const multiplyInterval: readonly ScalarFunction[] = ([0, 1] as const).map((at) =>
  scalar({
    name: '*',
    args: at === 0 ? ['interval', 'double'] : ['double', 'interval'],
    returns: INTERVAL,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'So many times the interval; fractions of months go to days of 30 a month, those of days to the time.',
    examples:
      at === 0
        ? [
            ["interval '1 second' * 900", '00:15:00'],
            ["interval '1 month' * 1.5", '1 mon 15 days'],
            ["interval '1 day' * 0.5", '12:00:00'],
          ]
        : [["3.5 * interval '1 hour'", '03:30:00']],
    compile: (values, code) => code.call128('interval_multiply', values[at], values[1 - at]),
    evaluate: (values) => {
      const { months, days, micros } = values[at];
      const factor = values[1 - at];
      return scaledInterval(months * factor, days * factor, Number(micros) * factor);
    },
  }),
);

/** `interval / double`. NULL when either side is; 22012 for 0. */
export const divideInterval = scalar({
  name: '/',
  args: ['interval', 'double'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'A part of the interval; fractions of months go to days of 30 a month, those of days to the time.',
  examples: [
    ["interval '1 hour' / 1.5", '00:40:00'],
    ["interval '1 mon' / 4", '7 days 12:00:00'],
  ],
  compile: ([interval, divisor], code) => code.call128('interval_divide', interval, divisor),
  evaluate: ([{ months, days, micros }, divisor]) => {
    if (divisor === 0) throw divisionByZero();
    return scaledInterval(months / divisor, days / divisor, Number(micros) / divisor);
  },
});
