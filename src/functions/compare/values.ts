import type { SqlType } from '../../data/types.js';
import type { IntervalValue, SqlValue } from '../../data/value.js';

const DAY_MICROS = 86_400_000_000n;

/** An interval's length for comparison: months of 30 days, days of 24 hours. */
export const intervalMicros = ({ months, days, micros }: IntervalValue): bigint =>
  (BigInt(months) * 30n + BigInt(days)) * DAY_MICROS + micros;

const order = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** NaN equals NaN and is above every other number; −0 equals 0. */
function orderFloats(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : order(a, b);
}

/** Element by element, NULL equal to NULL and above any value, a prefix before what it begins. */
function orderLists(a: readonly SqlValue[], b: readonly SqlValue[], typeAt: (i: number) => SqlType): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i];
    const y = b[i];
    const result = x === null || y === null ? order(Number(x === null), Number(y === null)) : compareValues(typeAt(i), x, y);
    if (result !== 0) return result;
  }
  return order(a.length, b.length);
}

/** Negative, 0 or positive: PostgreSQL's btree order of two non-NULL values of one type. Strings compare by their UTF-8 bytes. */
export function compareValues(type: SqlType, a: any, b: any): number {
  switch (type.kind) {
    case 'real':
    case 'double':
      return orderFloats(a, b);
    case 'text':
    case 'json':
      return Buffer.compare(Buffer.from(a), Buffer.from(b));
    case 'bytea':
      return Buffer.compare(a, b);
    case 'interval':
      return order(intervalMicros(a), intervalMicros(b));
    case 'array':
      return orderLists(a, b, () => type.element);
    case 'struct':
      return orderLists(a, b, (i) => type.fields[i].type);
    case 'map':
      return orderLists(a, b, () => ({
        kind: 'struct',
        fields: [
          { name: 'key', type: type.key },
          { name: 'value', type: type.value },
        ],
      }));
    default:
      return order(a, b);
  }
}
