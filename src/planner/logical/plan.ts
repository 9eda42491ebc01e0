import type { TableRef } from '../catalog.js';
import type { AggregateCall, ColumnExpr, ColumnId, Expr, SortKey, WindowCall } from './expr.js';
import type { SqlType } from '../../data/types.js';

/** What rows to produce, never how. Plain frozen data: it can be printed, compared and posted to a worker. */
export type LogicalPlan =
  | Scan
  | Values
  | TableFunction
  | Filter
  | Project
  | Aggregate
  | Join
  | DependentJoin
  | Sort
  | Limit
  | Window
  | UnionAll
  | Unnest
  | Materialize
  | RecursiveUnion
  | RecursiveRef;

/** A column that a node makes: its new id, type, and a name for people. */
export interface OutputColumn {
  readonly id: ColumnId;
  readonly name: string;
  readonly type: SqlType;
}

/** Reads a table. `columns` are the only ones decoded; `conjuncts` (ANDed) are applied while scanning and may be answered from file statistics. */
export interface Scan {
  readonly kind: 'Scan';
  readonly table: TableRef;
  readonly columns: readonly ScanColumn[];
  readonly conjuncts: readonly Expr[];
}
export interface ScanColumn extends OutputColumn {
  /** Index into `table.columns`. */
  readonly ordinal: number;
  /** What the plan relies on for the values of a decimal, unscaled; the scan checks it. */
  readonly bounds?: ValueBounds;
}

/** Least and greatest value, both included. */
export interface ValueBounds {
  readonly min: bigint;
  readonly max: bigint;
}

/** Literal rows, `rows[r][c]` over no columns; no rows is an empty relation, and one row of no columns is `SELECT` without FROM. */
export interface Values {
  readonly kind: 'Values';
  readonly columns: readonly OutputColumn[];
  readonly rows: readonly (readonly Expr[])[];
}

/** generate_series and its like over constant arguments; one row per element, in order. Correlated arguments go through Unnest. */
export interface TableFunction {
  readonly kind: 'TableFunction';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly columns: readonly OutputColumn[];
}

/** Keeps the rows for which every conjunct is TRUE; NULL rejects, as FALSE does. Keeps order. */
export interface Filter {
  readonly kind: 'Filter';
  readonly input: LogicalPlan;
  readonly conjuncts: readonly Expr[];
}

/** Computes new columns; outputs exactly `items` (a passed-through column is an item whose expr is that column and whose id is the same). Keeps order. */
export interface Project {
  readonly kind: 'Project';
  readonly input: LogicalPlan;
  readonly items: readonly ProjectItem[];
}
export interface ProjectItem extends OutputColumn {
  readonly expr: Expr;
}

/**
 * Groups by `keys` (NULLs are one group) and computes `aggregates`; outputs the keys, then the aggregates. No keys: exactly one row.
 * DISTINCT is an Aggregate without aggregates. `groupingSets` lists indexes into `keys`; a key outside the set is NULL in its rows.
 */
export interface Aggregate {
  readonly kind: 'Aggregate';
  readonly input: LogicalPlan;
  readonly keys: readonly ProjectItem[];
  readonly aggregates: readonly AggregateItem[];
  readonly groupingSets?: readonly (readonly number[])[];
  /** With grouping sets: a smallint-sized bit mask per row, bit i set when key i is not in the row's set (for GROUPING()). */
  readonly groupingId?: OutputColumn;
}
export interface AggregateItem extends OutputColumn {
  readonly call: AggregateCall;
}

/**
 * Joins on `on` (ANDed; TRUE matches). inner, left, right, full output left then right columns; semi and anti left columns only (anti
 * keeps rows without a match); mark outputs left columns and `mark`: the three-valued `EXISTS/IN` result: TRUE when a row matches,
 * otherwise NULL when some `on` was NULL for some row and none FALSE in it, otherwise FALSE. single is a left join that raises 21000
 * when a left row matches twice.
 */
export interface Join {
  readonly kind: 'Join';
  readonly type: JoinType;
  readonly left: LogicalPlan;
  readonly right: LogicalPlan;
  readonly on: readonly Expr[];
  readonly mark?: OutputColumn;
}
export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'mark' | 'single';

/** A join whose right side refers to columns of the left (LATERAL and every subquery); `decorrelate` removes all of them. */
export interface DependentJoin {
  readonly kind: 'DependentJoin';
  readonly type: 'inner' | 'left' | 'semi' | 'anti' | 'mark' | 'single';
  readonly left: LogicalPlan;
  readonly right: LogicalPlan;
  readonly on: readonly Expr[];
  readonly mark?: OutputColumn;
}

/** Orders by `keys`; ties keep the input's order. */
export interface Sort {
  readonly kind: 'Sort';
  readonly input: LogicalPlan;
  readonly keys: readonly SortKey[];
}

/** Skips `offset` rows and passes at most `limit` (undefined: all) in input order. Both are constants by the time the plan is optimised. */
export interface Limit {
  readonly kind: 'Limit';
  readonly input: LogicalPlan;
  readonly limit?: Expr;
  readonly offset?: Expr;
}

/** Adds one column per item, computed within rows equal on `partitionBy` (NULLs equal) in `orderBy` order. All input columns pass. */
export interface Window {
  readonly kind: 'Window';
  readonly input: LogicalPlan;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortKey[];
  readonly items: readonly WindowItem[];
}
export interface WindowItem extends OutputColumn {
  readonly call: WindowCall;
}

/** The inputs one after the other. Output column i is `columns[i]`, taken from `inputs[k].sources[i]`. */
export interface UnionAll {
  readonly kind: 'UnionAll';
  readonly inputs: readonly { readonly plan: LogicalPlan; readonly sources: readonly ColumnExpr[] }[];
  readonly columns: readonly OutputColumn[];
}

/**
 * For each input row, one row per element of the longest of `arrays` (shorter ones give NULL), with all input columns. `outer` keeps a
 * row without elements once, with NULLs. `generate_series(a, b)` over columns arrives as an array too.
 */
export interface Unnest {
  readonly kind: 'Unnest';
  readonly input: LogicalPlan;
  readonly arrays: readonly Expr[];
  readonly columns: readonly OutputColumn[];
  readonly ordinality?: OutputColumn;
  readonly outer: boolean;
}

/** A shared subplan (CTE or common subexpression): computed once per query however many nodes with the same `id` there are; each renames its columns. */
export interface Materialize {
  readonly kind: 'Materialize';
  readonly id: number;
  readonly input: LogicalPlan;
  /** Output column i is column `sources[i]` of `input` under a new id. */
  readonly columns: readonly OutputColumn[];
  readonly sources: readonly ColumnId[];
}

/** WITH RECURSIVE: `base`, then `step` over the rows of the last round until none come; `distinct` for UNION. */
export interface RecursiveUnion {
  readonly kind: 'RecursiveUnion';
  readonly id: number;
  readonly base: LogicalPlan;
  readonly step: LogicalPlan;
  readonly distinct: boolean;
  readonly columns: readonly OutputColumn[];
  readonly baseSources: readonly ColumnExpr[];
  readonly stepSources: readonly ColumnExpr[];
}
/** The rows of the last round, inside `step`. */
export interface RecursiveRef {
  readonly kind: 'RecursiveRef';
  readonly id: number;
  readonly columns: readonly OutputColumn[];
}
