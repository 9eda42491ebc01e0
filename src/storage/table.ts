import type { SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import type { ScanSource } from './formats/format.js';

export interface TableColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

/** What the optimiser may assume of a column; every field is a bound or an estimate that is safe when absent. */
export interface ColumnStatistics {
  readonly min?: SqlValue;
  readonly max?: SqlValue;
  /** The bound is the least (greatest) value that occurs. */
  readonly minExact?: boolean;
  readonly maxExact?: boolean;
  readonly nullCount?: number;
  readonly distinctCount?: number;
  /** The part of the range from `min` to `max` that a row group covers on average: near 0 when rows are stored in the column's order. */
  readonly span?: number;
}

/** A table ready to scan, pinned to what was seen when it was resolved (file sizes and mtimes). */
export interface TableRef {
  /** For people and plans: `lineitem`, `'data/x.parquet'`. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  readonly rowCountExact: boolean;
  /** Index for index with `columns`. */
  readonly statistics: readonly ColumnStatistics[];
  readonly source: ScanSource;
}
