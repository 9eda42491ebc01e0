import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { AggregateFunction, ScalarFunction, WindowFunction } from '../../functions/define.js';
import type { LogicalPlan } from './plan.js';

/** A column of one plan: unique within a query, never reused, whatever it is called. */
export type ColumnId = number & { readonly __columnId: unique symbol };

/** A typed expression over column ids. Plain frozen data (functions are referred to by name and signature). */
export type Expr =
  | ColumnExpr
  | LiteralExpr
  | ParameterExpr
  | CallExpr
  | CastExpr
  | AndExpr
  | OrExpr
  | NotExpr
  | IsNullExpr
  | IsBooleanExpr
  | DistinctExpr
  | CaseExpr
  | CoalesceExpr
  | InListExpr
  | SubqueryExpr;

interface Typed {
  readonly type: SqlType;
  /** Where the user wrote it, for run-time errors. */
  readonly at?: number;
}

export interface ColumnExpr extends Typed {
  readonly kind: 'Column';
  readonly id: ColumnId;
  readonly name: string;
}
/** `value` is in the representation of data/value.ts for `type`. */
export interface LiteralExpr extends Typed {
  readonly kind: 'Literal';
  readonly value: SqlValue;
}
/** A constant that is not NULL and whose value code generation does not know (exec/compile/plan-shape.ts); no plan has one before. */
export interface ParameterExpr extends Typed {
  readonly kind: 'Parameter';
  readonly index: number;
}
/** A call of a scalar function or operator (`+`, `=`, `<`, `like`, … are functions too); the arguments already have the overload's types. */
export interface CallExpr extends Typed {
  readonly kind: 'Call';
  readonly fn: ScalarFunction;
  readonly args: readonly Expr[];
}
/** Converts `input` to `type`; `lenient` (TRY_CAST) gives NULL where the conversion fails. NULL stays NULL. */
export interface CastExpr extends Typed {
  readonly kind: 'Cast';
  readonly input: Expr;
  readonly lenient: boolean;
}
export interface AndExpr extends Typed {
  readonly kind: 'And';
  readonly args: readonly Expr[];
}
export interface OrExpr extends Typed {
  readonly kind: 'Or';
  readonly args: readonly Expr[];
}
export interface NotExpr extends Typed {
  readonly kind: 'Not';
  readonly arg: Expr;
}
export interface IsNullExpr extends Typed {
  readonly kind: 'IsNull';
  readonly arg: Expr;
  readonly negated: boolean;
}
export interface IsBooleanExpr extends Typed {
  readonly kind: 'IsBoolean';
  readonly arg: Expr;
  readonly test: boolean | null;
  readonly negated: boolean;
}
/** `IS [NOT] DISTINCT FROM`: never NULL. Both sides have the same type. */
export interface DistinctExpr extends Typed {
  readonly kind: 'Distinct';
  readonly left: Expr;
  readonly right: Expr;
  readonly negated: boolean;
}
/** Branches are tried in order and only the chosen result is computed. The simple form arrives as searched conditions. */
export interface CaseExpr extends Typed {
  readonly kind: 'Case';
  readonly branches: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise: Expr;
}
export interface CoalesceExpr extends Typed {
  readonly kind: 'Coalesce';
  readonly args: readonly Expr[];
}
/** `arg IN (items)`, all of one type; SQL's three-valued logic for NULLs. NOT IN is Not(InList). */
export interface InListExpr extends Typed {
  readonly kind: 'InList';
  readonly arg: Expr;
  readonly items: readonly Expr[];
}

/**
 * A subquery inside an expression: only the binder makes it, and decorrelation removes every one.
 *
 * scalar: the one value, NULL for no row, error 21000 for more. exists: never NULL. any/all: `args <operator> ANY|ALL (query)` with
 * three-valued logic; IN is `= any`. `args` is longer than one for row comparisons. Columns of outer queries appear in `plan` as free
 * columns (see `freeColumns`).
 */
export interface SubqueryExpr extends Typed {
  readonly kind: 'Subquery';
  readonly form: 'scalar' | 'exists' | 'any' | 'all' | 'array';
  readonly plan: LogicalPlan;
  readonly args: readonly Expr[];
  /** The comparison for any/all, one per element of `args`, applied to (arg, output column i). */
  readonly comparisons: readonly ScalarFunction[];
  /** The columns of `plan` that are compared or returned. */
  readonly outputs: readonly ColumnExpr[];
}

export interface SortKey {
  readonly expr: Expr;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** One aggregate of an Aggregate node. `filter` keeps rows for which it is TRUE. `orderBy` matters to order-sensitive aggregates only. */
export interface AggregateCall {
  readonly fn: AggregateFunction;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy: readonly SortKey[];
  readonly type: SqlType;
}

export interface WindowCall {
  /** An aggregate used OVER a frame, or a window function proper. */
  readonly fn: WindowFunction | AggregateFunction;
  readonly args: readonly Expr[];
  readonly filter?: Expr;
  readonly ignoreNulls: boolean;
  readonly frame: Frame;
  readonly type: SqlType;
}

export interface Frame {
  readonly mode: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude?: 'CURRENT ROW' | 'GROUP' | 'TIES';
}

export type FrameBound =
  | { readonly kind: 'UnboundedPreceding' | 'UnboundedFollowing' | 'CurrentRow' }
  | { readonly kind: 'Preceding' | 'Following'; readonly offset: Expr };
