import { floorDivide, isFiniteTimestamp, MICROS_PER_DAY } from '../../../data/datetime.js';
import { TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { checkedTimestamp, timestampOutOfRange } from '../../datetime/interval-math.js';

/** date_bin. NULL when any argument is. */
export const dateBin: readonly ScalarFunction[] = (['timestamp', 'timestamptz'] as const).map((kind) =>
  scalar({
    name: 'date_bin',
    args: ['interval', kind, kind],
    returns: kind === 'timestamp' ? TIMESTAMP : TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The start of the span that a timestamp lies in, when spans of this length begin at the third argument.',
    examples:
      kind === 'timestamp'
        ? [["date_bin('15 minutes', timestamp '2020-02-11 15:44:17', timestamp '2001-01-01 00:02:30')", '2020-02-11 15:32:30']]
        : [],
    evaluate: ([stride, timestamp, origin]) => {
      if (!isFiniteTimestamp(timestamp)) return timestamp;
      if (!isFiniteTimestamp(origin)) throw new SqlError('22008', 'origin out of range');
      if (stride.months !== 0) throw new SqlError('0A000', 'timestamps cannot be binned into intervals containing months or years');
      const micros = BigInt(stride.days) * MICROS_PER_DAY + stride.micros;
      if (micros <= 0n) throw new SqlError('22008', 'stride must be greater than zero');
      if (micros > 1n << 62n) throw timestampOutOfRange();
      return checkedTimestamp(origin + floorDivide(BigInt(timestamp) - origin, micros) * micros);
    },
  }),
);
