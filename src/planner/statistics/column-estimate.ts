import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { ColumnStatistics } from '../catalog.js';

/** What is expected of one column of a plan. Bounds are on the number line of `toNumber`. */
export interface ColumnEstimate {
  readonly distinct: number;
  readonly nullFraction: number;
  readonly min?: number;
  readonly max?: number;
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

/** Share of rows assumed to be distinct in a column about which nothing is known. */
const UNKNOWN_DISTINCT = 0.2;

/** A column of a table from what its files say; without a distinct count, a range of integers bounds it. */
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
  return { distinct, nullFraction, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** Distinct values left when `kept` of `rows` rows remain, drawn at random (Yao's formula, with replacement). */
export function distinctAfter(distinct: number, rows: number, kept: number): number {
  if (kept >= rows || rows <= 0) return distinct;
  return Math.max(1, Math.min(kept, distinct * (1 - (1 - kept / rows) ** (rows / distinct))));
}
