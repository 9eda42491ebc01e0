import type { SqlValue } from '../../../data/value.js';
import type { ScanPredicate } from '../format.js';
import { compareValues, type Bounds } from './statistics.js';

/** Whether some of `rowCount` rows within `bounds` may satisfy a predicate. NULL satisfies `is null` only; NaN is greater than every number. */
export function mayMatch({ min, max, nullCount }: Bounds, rowCount: number, { op, values }: ScanPredicate): boolean {
  if (op === 'is null') return nullCount !== 0;
  if (nullCount === rowCount) return false;
  if (op === 'is not null') return true;
  return values.some((value) => value !== null && valueMayMatch(min, max, op, value));
}

function valueMayMatch(min: SqlValue | undefined, max: SqlValue | undefined, op: ScanPredicate['op'], value: SqlValue): boolean {
  if (Number.isNaN(value)) return true;
  switch (op) {
    case '=':
    case 'in':
      return (min === undefined || compareValues(min, value) <= 0) && (max === undefined || compareValues(max, value) >= 0);
    case '<':
      return min === undefined || compareValues(min, value) < 0;
    case '<=':
      return min === undefined || compareValues(min, value) <= 0;
    case '>':
      return max === undefined || compareValues(max, value) > 0;
    case '>=':
      return max === undefined || compareValues(max, value) >= 0;
    default:
      return true;
  }
}
