import { isDateInRange, MICROS_PER_DAY, timeZone, TIMESTAMP_INFINITY, TIMESTAMP_MINUS_INFINITY, toUtc } from '../../../data/datetime.js';
import { roundHalfEven } from '../../../data/datetime/decode.js';
import { DATE, TIMESTAMPTZ } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { checkedTimestamp } from '../../datetime/interval-math.js';
import { readTimestamp } from '../../templates/date-from-char.js';

/** to_timestamp. NULL when any argument is. */
export const toTimestampFunction: readonly ScalarFunction[] = [
  scalar({
    name: 'to_timestamp',
    args: ['text', 'text'],
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'stable',
    doc: "The moment that text tells by a template, in the session's zone unless TZH tells another; 22007 where it does not fit, 22008 out of range.",
    examples: [
      ["to_timestamp('05 Dec 2000', 'DD Mon YYYY')", '2000-12-05 00:00:00+00'],
      ["to_timestamp('2011-12-18 11:38 PM', 'YYYY-MM-DD HH12:MI PM')", '2011-12-18 23:38:00+00'],
    ],
    evaluate: ([text, template], context) => {
      const { days, time, offset } = readTimestamp(text, template);
      const local = BigInt(days) * MICROS_PER_DAY + time;
      return checkedTimestamp(offset === undefined ? toUtc(timeZone(context.timeZone), local) : local - BigInt(offset) * 1_000_000n);
    },
  }),
  scalar({
    name: 'to_timestamp',
    args: ['double'],
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The moment so many seconds after 1970-01-01 00:00 UTC.',
    examples: [
      ['to_timestamp(1284352323.5)', '2010-09-13 04:32:03.5+00'],
      ["to_timestamp('Infinity'::double precision)", 'infinity'],
    ],
    evaluate: ([seconds]) => {
      if (seconds === Infinity) return TIMESTAMP_INFINITY;
      if (seconds === -Infinity) return TIMESTAMP_MINUS_INFINITY;
      if (Number.isNaN(seconds)) throw new SqlError('22008', 'timestamp cannot be NaN');
      if (Math.abs(seconds) > 1e13) throw new SqlError('22008', `timestamp out of range: "${seconds}"`);
      return checkedTimestamp(BigInt(roundHalfEven(seconds * 1e6)));
    },
  }),
];

/** to_date. NULL when any argument is. */
export const toDateFunction = scalar({
  name: 'to_date',
  args: ['text', 'text'],
  returns: DATE,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The date that text tells by a template; 22007 where it does not fit, 22008 out of range.',
  examples: [
    ["to_date('05 Dec 2000', 'DD Mon YYYY')", '2000-12-05'],
    ["to_date('20240229', 'YYYYMMDD')", '2024-02-29'],
  ],
  evaluate: ([text, template]) => {
    const { days } = readTimestamp(text, template);
    if (!isDateInRange(days)) throw new SqlError('22008', `date out of range: "${text}"`);
    return days;
  },
});
