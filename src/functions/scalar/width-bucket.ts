import { INTEGER } from '../../data/types.js';
import { outOfRange, SqlError } from '../../errors.js';
import { compareValues } from '../compare/values.js';
import { scalar } from '../define.js';

const wrong = (message: string) => new SqlError('2201G', message);
const doc = 'Number of the bucket that the operand falls into: 0 below the range, count + 1 above it.';

function checkBuckets(count: number, lowEqualsHigh: boolean): void {
  if (count <= 0) throw wrong('count must be greater than zero');
  if (lowEqualsHigh) throw wrong('lower bound cannot equal upper bound');
}

function checkedBucket(bucket: number): number {
  if (bucket > 0x7fffffff) throw outOfRange('integer');
  return bucket;
}

/** Of doubles. NULL when any argument is; 2201G for a bad range. */
export const widthBucketDouble = scalar({
  name: 'width_bucket',
  args: ['double', 'double', 'double', 'integer'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc,
  examples: [
    ['width_bucket(5.35, 0.024, 10.06, 5)', '3'],
    ['width_bucket(-1, 0, 10, 5)', '0'],
    ['width_bucket(10, 0, 10, 5)', '6'],
  ],
  evaluate: ([x, low, high, count]) => {
    checkBuckets(count, low === high);
    if ([x, low, high].some(Number.isNaN)) throw wrong('operand, lower bound, and upper bound cannot be NaN');
    if (!Number.isFinite(low) || !Number.isFinite(high)) throw wrong('lower and upper bounds must be finite');
    const [from, to, at] = low < high ? [low, high, x] : [-low, -high, -x];
    if (at < from) return 0;
    if (at >= to) return checkedBucket(count + 1);
    return Math.min(count, Math.floor((at / (to - from) - from / (to - from)) * count) + 1);
  },
});

/** Of decimals, exactly. NULL when any argument is; 2201G for a bad range. */
export const widthBucketDecimal = scalar({
  name: 'width_bucket',
  args: ['decimal', 'decimal', 'decimal', 'integer'],
  unifyDecimals: true,
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc,
  examples: [],
  evaluate: ([x, low, high, count]) => {
    checkBuckets(count, low === high);
    const [from, to, at] = low < high ? [low, high, x] : [-low, -high, -x];
    if (at < from) return 0;
    if (at >= to) return checkedBucket(count + 1);
    return Number((BigInt(at - from) * BigInt(count)) / BigInt(to - from)) + 1;
  },
});

/** Within ascending lower bounds. NULL when any argument is; 2202E for a NULL bound. */
export const widthBucketBounds = scalar({
  name: 'width_bucket',
  args: ['element', 'array-of-element'],
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Number of the ascending lower bounds that are not above the operand.',
  examples: [['width_bucket(35, ARRAY[10, 20, 30, 40])', '3']],
  evaluate: ([x, bounds], { args }) => {
    if (bounds.includes(null)) throw new SqlError('22004', 'thresholds array must not contain NULLs');
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareValues(args[0], x, bounds[middle]) < 0) high = middle;
      else low = middle + 1;
    }
    return low;
  },
});
