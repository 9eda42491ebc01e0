import { isFiniteDate, isFiniteTimestamp } from '../../../data/datetime.js';
import { BOOLEAN } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

/** isfinite. Intervals always are. NULL for NULL. */
export const isfinite: readonly ScalarFunction[] = (['date', 'timestamp', 'timestamptz', 'interval'] as const).map((kind) =>
  scalar({
    name: 'isfinite',
    args: [kind],
    returns: BOOLEAN,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'Whether the value is neither infinity nor -infinity.',
    examples:
      kind === 'date'
        ? [
            ["isfinite(date '2001-02-16')", 't'],
            ["isfinite(date 'infinity')", 'f'],
          ]
        : kind === 'interval'
          ? [["isfinite(interval '4 hours')", 't']]
          : [],
    evaluate: ([value]) => kind === 'interval' || (kind === 'date' ? isFiniteDate(value) : isFiniteTimestamp(value)),
  }),
);
