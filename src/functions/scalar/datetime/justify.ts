import { INTERVAL } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { justifyDays, justifyHours, justifyInterval } from '../../datetime/interval-math.js';

/** justify_hours. NULL for NULL. */
export const justifyHoursFunction = scalar({
  name: 'justify_hours',
  args: ['interval'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The interval with every 24 hours turned into a day.',
  examples: [
    ["justify_hours(interval '27 hours')", '1 day 03:00:00'],
    ["justify_hours(interval '1 day -1 hour')", '23:00:00'],
  ],
  evaluate: ([interval]) => justifyHours(interval),
});

/** justify_days. NULL for NULL. */
export const justifyDaysFunction = scalar({
  name: 'justify_days',
  args: ['interval'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The interval with every 30 days turned into a month.',
  examples: [["justify_days(interval '35 days')", '1 mon 5 days']],
  evaluate: ([interval]) => justifyDays(interval),
});

/** justify_interval. NULL for NULL. */
export const justifyIntervalFunction = scalar({
  name: 'justify_interval',
  args: ['interval'],
  returns: INTERVAL,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The interval with hours turned into days, days into months, and all parts of one sign.',
  examples: [
    ["justify_interval(interval '1 mon -1 hour')", '29 days 23:00:00'],
    ["justify_interval(interval '-1 mon 1 day')", '-29 days'],
  ],
  evaluate: ([interval]) => justifyInterval(interval),
});
