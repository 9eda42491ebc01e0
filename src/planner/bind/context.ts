import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { EvaluateContext } from '../../functions/define.js';
import type { Catalog } from '../catalog.js';
import type { NewColumnId } from '../logical/columns.js';
import type { AggregateCall, ColumnExpr, ColumnId, Expr, SortKey, WindowCall } from '../logical/expr.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import type { ExprNode, WindowSpec } from '../../sql/ast.js';
import type { Relations } from './relations.js';
import type { CteEntry } from './with.js';

/** The value of a `$n`. A string is of type `unknown`, as a string literal is. */
export interface Parameter {
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** What a query is bound against. `nowMicros` is the start of the transaction in microseconds since 1970-01-01 UTC. */
export interface BindContext {
  readonly catalog: Catalog;
  readonly parameters: readonly Parameter[];
  readonly nowMicros: bigint;
  /** IANA name of the session's time zone. */
  readonly timeZone: string;
}

/** One column of a result. Names may repeat, and one column may stand for several outputs. */
export interface Output {
  readonly name: string;
  readonly column: ColumnExpr;
}

/** A query with names and types resolved: rows of `plan`, columns in the order of `outputs`. */
export interface BoundQuery {
  readonly plan: LogicalPlan;
  readonly outputs: readonly Output[];
  /** Goes on where the binder stopped, for rules that make columns. */
  readonly newColumnId: NewColumnId;
}

/** A plan and the columns of it that count. */
export interface Bound {
  readonly plan: LogicalPlan;
  readonly outputs: readonly Output[];
}

/**
 * A query whose output types are not final: untyped literals among its outputs (type `unknown`) take the type that `finish` is given for
 * them, or text. Other outputs are cast to their target: implicitly, or as by assignment when `stored` names the columns they are stored in.
 * `finish` is called once.
 */
export interface Draft {
  readonly names: readonly string[];
  readonly types: readonly SqlType[];
  finish(targets?: readonly SqlType[], stored?: readonly string[]): Bound;
}

/** What one statement's binding shares. */
export interface Binding {
  readonly context: BindContext;
  readonly newId: NewColumnId;
  readonly relations: Relations;
  /** The SELECT whose FROM, aggregates or windows make a column: decides which query an aggregate belongs to. */
  readonly owners: Map<ColumnId, Frame>;
  /** Volatile functions seen so far: a CTE that calls one is computed once however it is used. */
  volatileCalls: number;
}

/** The clause being bound, as error messages name it. */
export type Clause =
  | 'SELECT'
  | 'WHERE'
  | 'GROUP BY'
  | 'HAVING'
  | 'QUALIFY'
  | 'ORDER BY'
  | 'DISTINCT ON'
  | 'FROM'
  | 'JOIN conditions'
  | 'LIMIT'
  | 'OFFSET'
  | 'VALUES'
  | 'FILTER'
  | 'WINDOW'
  | 'constants';

export interface ScopeColumn {
  readonly name: string;
  readonly column: ColumnExpr;
  /** The alias that qualifies it; none for a merged USING column. */
  readonly table?: string;
}

export interface ScopeTable {
  readonly name: string;
  readonly schema?: string;
  readonly columns: readonly ScopeColumn[];
}

/** Names visible at one level of nesting. `parent` is the next level out: an enclosing query, or what LATERAL may see. */
export interface Scope {
  readonly binding: Binding;
  readonly parent?: Scope;
  readonly ctes?: CteScope;
  readonly frame: Frame;
  readonly tables: readonly ScopeTable[];
  /** What `*` expands to, and where unqualified names are looked up: USING columns are merged. */
  readonly columns: readonly ScopeColumn[];
}

/** WITH names, innermost first. */
export interface CteScope {
  readonly entries: ReadonlyMap<string, CteEntry>;
  readonly parent?: CteScope;
}

/** An aggregate that a SELECT computes. */
export interface FrameAggregate {
  readonly output: ColumnExpr;
  readonly call: AggregateCall;
}

export interface FrameWindow {
  readonly output: ColumnExpr;
  readonly call: WindowCall;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortKey[];
}

/** GROUPING(args): a placeholder until the grouping sets are known. */
export interface FrameGrouping {
  readonly output: ColumnExpr;
  readonly args: readonly Expr[];
  readonly at?: number;
}

/** A set-returning function of the select list, as the array whose elements it returns. */
export interface FrameSeries {
  readonly output: OutputColumn;
  readonly array: Expr;
}

/** What binding the expressions of one SELECT gathers on the way. */
export interface Frame {
  clause: Clause;
  readonly aggregates: FrameAggregate[];
  readonly windows: FrameWindow[];
  readonly groupings: FrameGrouping[];
  readonly series: FrameSeries[];
  /** Expressions to compute once below the clause being bound, because it uses them more than once. */
  pending: { readonly output: ColumnExpr; readonly expr: Expr }[];
  readonly namedWindows: Map<string, WindowSpec>;
  /** Select-list aliases: QUALIFY sees them, and errors in other clauses explain them. */
  aliases?: ReadonlyMap<string, ExprNode>;
  /** Depth of constructs in which a set-returning function cannot stand: CASE, COALESCE, aggregates. */
  conditional: number;
}

export const newFrame = (clause: Clause): Frame => ({
  clause,
  aggregates: [],
  windows: [],
  groupings: [],
  series: [],
  pending: [],
  namedWindows: new Map(),
  conditional: 0,
});

/** A scope of no names: for constants, and below the outermost query. */
export const emptyScope = (binding: Binding, frame: Frame, parent?: Scope, ctes?: CteScope): Scope => ({
  binding,
  frame,
  parent,
  ctes,
  tables: [],
  columns: [],
});

/** The context in which a function of these types is evaluated while binding. */
export const evaluateContext = (binding: Binding, args: readonly SqlType[], returns: SqlType): EvaluateContext => ({
  args,
  returns,
  // Read only by functions that depend on the time.
  get nowMicros() {
    return binding.context.nowMicros;
  },
  timeZone: binding.context.timeZone,
});
