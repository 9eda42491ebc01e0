import { timeZone, toLocal, isFiniteTimestamp } from '../../../data/datetime.js';
import { TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { intervalToChar, timestampToChar } from '../../templates/date-to-char.js';
import { numberToChar } from '../../templates/number-to-char.js';
import { printable } from '../../templates/printable.js';

/** to_char of dates and times. NULL when any argument is, for an empty template and for infinities. */
export const toCharOfTime: readonly ScalarFunction[] = [
  scalar({
    name: 'to_char',
    args: ['timestamp', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The value by a template of patterns such as YYYY, MM, Month, DD, Day, HH24, MI, SS, MS, TZ.',
    examples: [
      ["to_char(timestamp '2002-04-20 17:31:12.66', 'HH12:MI:SS')", '05:31:12'],
      ["to_char(timestamp '2002-04-20 17:31:12.66', 'FMDay, DD FMMonth YYYY')", 'Saturday, 20 April 2002'],
      ["to_char(date '2001-02-03', 'DDth Mon, IYYY-IW')", '03rd Feb, 2001-05'],
    ],
    evaluate: ([timestamp, template]) => (template === '' || !isFiniteTimestamp(timestamp) ? null : timestampToChar(timestamp, template)),
  }),
  scalar({
    name: 'to_char',
    args: ['timestamptz', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'stable',
    doc: "The value by a template, as the clocks of the session's zone show it.",
    examples: [["to_char(timestamptz '2002-04-20 17:31:12Z', 'HH24:MI TZ OF')", '17:31 UTC +00']],
    evaluate: ([timestamp, template], context) => {
      if (template === '' || !isFiniteTimestamp(timestamp)) return null;
      const zone = timeZone(context.timeZone);
      return timestampToChar(toLocal(zone, timestamp), template, zone);
    },
  }),
  scalar({
    name: 'to_char',
    args: ['interval', 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The interval by a template.',
    examples: [["to_char(interval '15h 2m 12s', 'HH24:MI:SS')", '15:02:12']],
    evaluate: ([interval, template]) => (template === '' ? null : intervalToChar(interval, template)),
  }),
];

/** to_char of numbers. NULL when any argument is. */
export const toCharOfNumber: readonly ScalarFunction[] = (['integer', 'bigint', 'decimal', 'real', 'double'] as const).map((kind) =>
  scalar({
    name: 'to_char',
    args: [kind, 'text'],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The number by a template of patterns such as 9, 0, . (D), comma (G), S, MI, PL, SG, PR, FM, TH, V, RN, EEEE.',
    examples:
      kind === 'integer'
        ? [
            ["to_char(125, '999')", ' 125'],
            ["to_char(-12, 'FM9999')", '-12'],
            ["to_char(485, 'RN')", '        CDLXXXV'],
            ["to_char(1, '9th')", ' 1st'],
          ]
        : kind === 'decimal'
          ? [
              ["to_char(-12454.8, '99G999D9S')", '12,454.8-'],
              ["to_char(0.1, 'FM9.99')", '.1'],
              ["to_char(148.5, 'FM999.990')", '148.500'],
              ["to_char(0.0004859, '9.99EEEE')", ' 4.86e-04'],
            ]
          : kind === 'double'
            ? [["to_char(125.8::double precision, '999D9')", ' 125.8']]
            : [],
    evaluate: ([value, template], { args }) => numberToChar(printable(value, args[0]), template),
  }),
);
