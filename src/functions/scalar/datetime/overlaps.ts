import { BOOLEAN } from '../../../data/types.js';
import { scalar, type EvaluateContext, type ScalarFunction } from '../../define.js';
import { addToTime, addToTimestamp, addToTimestampTz } from '../../datetime/interval-math.js';

type Kind = 'timestamp' | 'timestamptz' | 'time';

function plus(kind: Kind, start: bigint, interval: any, { timeZone }: EvaluateContext): bigint {
  if (kind === 'time') return addToTime(start, interval.micros);
  return kind === 'timestamp' ? addToTimestamp(start, interval) : addToTimestampTz(start, interval, timeZone);
}

interface Period {
  readonly start: bigint;
  /** Null: not known. */
  readonly end: bigint | null;
}

/** The period between two moments in either order, one of which may be unknown; null when both are. */
function period(a: bigint | null, b: bigint | null): Period | null {
  if (a === null) return b === null ? null : { start: b, end: null };
  return b !== null && a > b ? { start: b, end: a } : { start: a, end: b };
}

/** Whether two periods share a moment; their ends do not belong to them. Null where an unknown end decides. */
function overlap(first: Period | null, second: Period | null): boolean | null {
  if (first === null || second === null) return null;
  if (first.start === second.start) return first.end === null || second.end === null ? null : true;
  const [earlier, later] = first.start < second.start ? [first, second] : [second, first];
  if (earlier.end === null) return null;
  if (later.start < earlier.end) return true;
  return later.end === null ? null : false;
}

/** overlaps, which is (start, end) OVERLAPS (start, end) where an end may be an interval. NULL where a NULL argument decides. */
export const overlaps: readonly ScalarFunction[] = (['timestamp', 'timestamptz', 'time'] as const).flatMap((kind) =>
  (
    [
      [kind, kind],
      ['interval', 'interval'],
      [kind, 'interval'],
      ['interval', kind],
    ] as const
  ).map(([firstEnd, secondEnd], form) =>
    scalar({
      name: 'overlaps',
      args: [kind, firstEnd, kind, secondEnd],
      returns: BOOLEAN,
      nulls: 'custom',
      volatility: kind === 'timestamptz' ? 'stable' : 'immutable',
      doc: 'Whether two periods of time have a moment in common; a period begins before what is its end.',
      examples:
        kind !== 'timestamp'
          ? []
          : form === 0
            ? [
                ["(date '2001-02-16', date '2001-12-21') OVERLAPS (date '2001-10-30', date '2002-10-30')", 't'],
                ["(timestamp '2001-01-01', timestamp '2001-02-01') OVERLAPS (timestamp '2001-02-01', timestamp '2001-03-01')", 'f'],
              ]
            : form === 1
              ? [["(timestamp '2001-02-16', interval '100 days') OVERLAPS (timestamp '2001-10-30', interval '1 day')", 'f']]
              : [],
      evaluate: ([a, aEnd, b, bEnd], context) => {
        const end = (start: bigint | null, value: any, type: string): bigint | null =>
          type !== 'interval' || value === null ? value : start === null ? null : plus(kind, start, value, context);
        return overlap(period(a, end(a, aEnd, firstEnd)), period(b, end(b, bEnd, secondEnd)));
      },
    }),
  ),
);
