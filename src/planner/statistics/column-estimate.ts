import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { ColumnStatistics, TableRef } from '../catalog.js';

/** What is expected of one column of a plan. Bounds are on the number line of `toNumber`. */
export interface ColumnEstimate {
  readonly distinct: number;
  /**
   * Of a key of consecutive numbers: how many there were before conditions on other columns dropped rows. What refers to the key refers to
   * these, not only to those that are left.
   */
  readonly domain?: number;
  readonly nullFraction: number;
  readonly min?: number;
  readonly max?: number;
  /** As in ColumnStatistics. */
  readonly span?: number;
}

/** A value's place on a line, for ranges: undefined for types without one. */
export function toNumber(value: SqlValue | undefined, type: SqlType): number | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return Number(value);
    case 'real':
    case 'double':
      return Number.isFinite(value as number) ? (value as number) : undefined;
    case 'decimal':
      return Number(value) / 10 ** type.scale;
    default:
      return undefined;
  }
}

const isDiscrete = (type: SqlType): boolean =>
  type.kind === 'smallint' ||
  type.kind === 'integer' ||
  type.kind === 'bigint' ||
  type.kind === 'date' ||
  (type.kind === 'decimal' && type.scale === 0);

/** A column of numbers is a key when there are about as many between the least and the greatest as the table has rows. */
const isKey = (range: number, rowCount: number): boolean => range >= 0.95 * rowCount && range <= 1.05 * rowCount;

/** Share of rows assumed to be distinct in a column about which nothing is known. */
const UNKNOWN_DISTINCT = 0.2;

interface Known {
  readonly type: SqlType;
  readonly rowCount: number;
  readonly estimate: ColumnEstimate;
}

/** By statistics, which a file has as long as it is unchanged: every query estimates its columns. */
const known = new WeakMap<ColumnStatistics, Known>();

/** A column of a table from what its files say. */
export function estimateTableColumn({ statistics, rowCount }: TableRef, ordinal: number, type: SqlType): ColumnEstimate {
  const own = statistics[ordinal] as ColumnStatistics | undefined;
  if (own === undefined) return estimateColumn({}, type, rowCount);
  const last = known.get(own);
  if (last?.type === type && last.rowCount === rowCount) return last.estimate;
  const estimate = estimateColumn(own, type, rowCount);
  known.set(own, { type, rowCount, estimate });
  return estimate;
}

/** As estimateTableColumn; without a distinct count, a range of integers bounds it. */
export function estimateColumn(statistics: ColumnStatistics, type: SqlType, rowCount: number): ColumnEstimate {
  const min = toNumber(statistics.min, type);
  const max = toNumber(statistics.max, type);
  const range = min !== undefined && max !== undefined && isDiscrete(type) ? max - min + 1 : Infinity;
  const nullFraction = statistics.nullCount === undefined || rowCount === 0 ? 0 : Math.min(1, statistics.nullCount / rowCount);
  const guess =
    type.kind === 'boolean'
      ? 2
      : Number.isFinite(range)
        ? Math.min(rowCount, range)
        : Math.max(rowCount * UNKNOWN_DISTINCT, Math.min(rowCount, 10));
  const distinct = Math.max(1, Math.min(statistics.distinctCount ?? guess, rowCount, range));
  return {
    distinct,
    nullFraction,
    ...(isKey(range, rowCount) && { domain: distinct }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(statistics.span !== undefined && { span: statistics.span }),
  };
}

/** Values among which those of a column that is compared with another one lie: of a key those within the other's range, if any is left. */
export function distinctAgainst(column: ColumnEstimate, other: ColumnEstimate): number {
  const { distinct, domain, min, max } = column;
  if (domain === undefined || min === undefined || max === undefined || other.min === undefined || other.max === undefined) return distinct;
  const shared = (Math.min(max, other.max) - Math.max(min, other.min) + 1) / (max - min + 1);
  return Math.max(distinct, domain * Math.max(0, shared));
}

/** Distinct values left when `kept` of `rows` rows remain, drawn at random (Yao's formula, with replacement). */
export function distinctAfter(distinct: number, rows: number, kept: number): number {
  if (kept >= rows || rows <= 0) return distinct;
  return Math.max(1, Math.min(kept, distinct * (1 - (1 - kept / rows) ** (rows / distinct))));
}
