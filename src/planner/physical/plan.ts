import type { ScanPartition, ScanPredicate } from '../../storage/formats/format.js';
import type { ColumnExpr, ColumnId, Expr, SortKey } from '../logical/expr.js';
import type { AggregateItem, OutputColumn, ProjectItem, ScanColumn, WindowItem } from '../logical/plan.js';
import type { TableRef } from '../catalog.js';

/** How rows are produced: the algorithm is chosen, the partitions of every scan are known. Plain frozen data. */
export type PhysicalPlan =
  | PhysicalScan
  | PhysicalValues
  | PhysicalSeries
  | PhysicalFilter
  | PhysicalProject
  | PhysicalHashAggregate
  | PhysicalHashJoin
  | PhysicalNestedLoopJoin
  | PhysicalSort
  | PhysicalTopN
  | PhysicalLimit
  | PhysicalWindow
  | PhysicalUnionAll
  | PhysicalUnnest
  | PhysicalMaterialize;

interface Estimated {
  /** What the planner expects; shown by EXPLAIN. */
  readonly estimatedRows: number;
}

/** Reads partitions of a table; `conjuncts` are applied to every row, `predicates` (implied by them) only skip data. */
export interface PhysicalScan extends Estimated {
  readonly kind: 'Scan';
  readonly table: TableRef;
  readonly columns: readonly ScanColumn[];
  readonly conjuncts: readonly Expr[];
  readonly predicates: readonly ScanPredicate[];
  readonly partitions: readonly ScanPartition[];
  /** So few rows are expected to satisfy the conjuncts that finding them before other columns are loaded pays. */
  readonly isSelective: boolean;
  /** Tables of joins above that say which rows can be of use. */
  readonly runtimeFilters?: readonly RuntimeFilter[];
}

/** Keeps the rows whose `columns` are among the keys of a join's table: it only drops what that join would drop. */
export interface RuntimeFilter {
  /** The join's `filterId`. */
  readonly join: number;
  /** One per key of the join. */
  readonly columns: readonly ColumnId[];
  /** The join is the next one in the scan's own pipeline: what the scan finds in its table is where the join begins. */
  readonly isNext: boolean;
  /** With more rows than this in the table too few rows would go to be worth looking. */
  readonly worthBelow: number;
}
export interface PhysicalValues extends Estimated {
  readonly kind: 'Values';
  readonly columns: readonly OutputColumn[];
  readonly rows: readonly (readonly Expr[])[];
}
export interface PhysicalSeries extends Estimated {
  readonly kind: 'Series';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly columns: readonly OutputColumn[];
}
export interface PhysicalFilter extends Estimated {
  readonly kind: 'Filter';
  readonly input: PhysicalPlan;
  readonly conjuncts: readonly Expr[];
}
export interface PhysicalProject extends Estimated {
  readonly kind: 'Project';
  readonly input: PhysicalPlan;
  readonly items: readonly ProjectItem[];
}
/**
 * Two phases: a table per part of the input, then one per hash range, merged in order. No keys: one row, always. `isLocal`: rows of a group
 * are expected to be near each other, most of them in one partition.
 */
export interface PhysicalHashAggregate extends Estimated {
  readonly kind: 'HashAggregate';
  readonly input: PhysicalPlan;
  readonly keys: readonly ProjectItem[];
  readonly aggregates: readonly AggregateItem[];
  readonly isLocal: boolean;
  /** The hash of so many keys, the first ones, decides which partition a group comes out in. */
  readonly rangeKeys: number;
  /** No group has rows in two partitions of the input. */
  readonly hasWholeGroups: boolean;
}
/**
 * Probes a hash table over `build` with the rows of `probe`. A pair of keys matches when equal (or, where `nullSafe`, both NULL) and every
 * `residual` is TRUE. inner, left and full output both sides' columns; semi, anti, mark and single as in the logical Join, with `probe` as the
 * left side. full also emits the build rows that no probe row matched. right, right semi and right anti are left, semi and anti with `build` as
 * the left side: probe rows mark what they match, and the build rows that are (not) marked come afterwards, in `storedTasks` tasks (default 1).
 */
export interface PhysicalHashJoin extends Estimated {
  readonly kind: 'HashJoin';
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'right semi' | 'right anti' | 'mark' | 'single';
  readonly probe: PhysicalPlan;
  readonly build: PhysicalPlan;
  readonly keys: readonly { readonly probe: Expr; readonly build: Expr; readonly nullSafe: boolean }[];
  readonly residual: readonly Expr[];
  readonly mark?: OutputColumn;
  /** Scans filter by this join's table under this number. */
  readonly filterId?: number;
  readonly storedTasks?: number;
}
/** As HashJoin without keys: every pair is tried. */
export interface PhysicalNestedLoopJoin extends Estimated {
  readonly kind: 'NestedLoopJoin';
  readonly type: 'inner' | 'left' | 'full' | 'semi' | 'anti' | 'mark' | 'single';
  readonly probe: PhysicalPlan;
  readonly build: PhysicalPlan;
  readonly on: readonly Expr[];
  readonly mark?: OutputColumn;
  readonly storedTasks?: number;
}
/** Sorted runs per partition, merged; stable. */
export interface PhysicalSort extends Estimated {
  readonly kind: 'Sort';
  readonly input: PhysicalPlan;
  readonly keys: readonly SortKey[];
}
/** The first `limit` rows after `offset` in sorted order; keeps no more rows than that per partition. */
export interface PhysicalTopN extends Estimated {
  readonly kind: 'TopN';
  readonly input: PhysicalPlan;
  readonly keys: readonly SortKey[];
  readonly limit: number;
  readonly offset: number;
}
/** Rows `offset` to `offset + limit` of the input's order; partitions that cannot contribute are not run. */
export interface PhysicalLimit extends Estimated {
  readonly kind: 'Limit';
  readonly input: PhysicalPlan;
  /** Infinity: all. */
  readonly limit: number;
  readonly offset: number;
}
export interface PhysicalWindow extends Estimated {
  readonly kind: 'Window';
  readonly input: PhysicalPlan;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortKey[];
  readonly items: readonly WindowItem[];
  /** Only the first `rows` rows of each of about `partitions` partitions are asked for, with those that equal the last of them; others may be left out. */
  readonly firstRows?: { readonly rows: number; readonly partitions: number };
}
export interface PhysicalUnionAll extends Estimated {
  readonly kind: 'UnionAll';
  readonly inputs: readonly { readonly plan: PhysicalPlan; readonly sources: readonly ColumnExpr[] }[];
  readonly columns: readonly OutputColumn[];
}
export interface PhysicalUnnest extends Estimated {
  readonly kind: 'Unnest';
  readonly input: PhysicalPlan;
  readonly arrays: readonly Expr[];
  readonly columns: readonly OutputColumn[];
  readonly ordinality?: OutputColumn;
  readonly outer: boolean;
}
/** Computed once for all nodes of the same `id`. */
export interface PhysicalMaterialize extends Estimated {
  readonly kind: 'Materialize';
  readonly id: number;
  readonly input: PhysicalPlan;
  readonly columns: readonly OutputColumn[];
  readonly sources: readonly ColumnId[];
}
