import { SqlError } from '../../errors.js';
import type { ExprNode, SelectNode } from '../../sql/ast.js';
import { freeColumns, outputColumns } from '../logical/columns.js';
import type { ColumnId, Expr, SortKey } from '../logical/expr.js';
import { conjunctsOf, filterOf, pass } from '../logical/make.js';
import type { LogicalPlan } from '../logical/plan.js';
import { settle, toBoolean } from './coerce.js';
import { newFrame, type Bound, type Clause, type Draft, type Frame, type FrameSeries, type Scope } from './context.js';
import { distinctOn, distinctRows } from './distinct.js';
import { bindExpr } from './expr/index.js';
import { bindFrom } from './from.js';
import { bindGroupBy, type Grouping } from './group-by.js';
import { bindLimit, limitRows } from './limit.js';
import { bindOrderBy, orderIndex, type OrderItem } from './order-by.js';
import { castOutputs, project, toTarget } from './project.js';
import type { Tail } from './query.js';
import { groupPlan, regroupWindows } from './regroup.js';
import { bindSelectList, type ListItem } from './select-list.js';
import { sortKey } from './sort-key.js';
import { addWindows } from './windows.js';

/** The clauses of a SELECT after resolution, before they are put on top of each other. */
interface Clauses {
  readonly items: ListItem[];
  /** What ORDER BY and DISTINCT ON compute besides the list. */
  readonly hidden: ListItem[];
  readonly having?: Expr;
  readonly qualify?: Expr;
  readonly grouping?: Grouping;
  /** Indexes into the list, hidden items included. */
  readonly distinctOn?: readonly number[];
  readonly order: readonly OrderItem[];
}

/**
 * A SELECT with the ORDER BY and LIMIT that belong to it. Clauses are resolved over the columns of FROM first; then, from below: FROM, WHERE,
 * grouping, HAVING, windows, QUALIFY, set-returning functions, the list, DISTINCT, ORDER BY, LIMIT, as PostgreSQL computes them.
 */
export function draftSelect(select: SelectNode, tail: Tail, outer: Scope): Draft {
  const { binding } = outer;
  const frame = newFrame('FROM');
  frame.aliases = aliasesOf(select);
  const from = bindFrom(select.from, outer, frame);
  const scope: Scope = { binding, parent: outer, ctes: outer.ctes, frame, tables: from.tables, columns: from.columns };
  nameWindows(select, frame);

  let plan = from.plan;
  if (select.where !== undefined) {
    const where = bindCondition(select.where, 'WHERE', scope);
    plan = filterOf(
      computePending(plan, frame, () => true),
      conjunctsOf(where),
    );
  }
  const clauses = bindClauses(select, tail, scope);
  const limit = bindLimit(tail, outer);
  const { plan: input, items, hidden } = assemble(plan, clauses, scope);
  const sorted = clauses.order.length > 0 || select.distinct !== false || limit.limit !== undefined || limit.offset !== undefined;

  return {
    names: items.map((item) => item.name),
    types: items.map((item) => item.expr.type),
    finish: (targets, stored) => {
      // A cast in the list would change what DISTINCT and ORDER BY compare, so it goes above them; untyped literals have no value yet.
      const list = items.map((item, i) => ({
        ...item,
        expr: toTarget(item.expr, sorted && item.expr.type.kind !== 'unknown' ? undefined : targets?.[i], stored?.[i], binding),
      }));
      const bound = finishRows(project(input, [...list, ...hidden], binding), list.length, select, clauses, scope);
      return castOutputs(dropHidden(limitRows(bound, limit, binding), scope), targets, stored, binding);
    },
  };
}

function nameWindows(select: SelectNode, frame: Frame): void {
  for (const { name, spec } of select.windows) {
    const key = name.name.toLowerCase();
    if (frame.namedWindows.has(key)) throw new SqlError('42P20', `window "${name.name}" is already defined`, { position: name.at });
    frame.namedWindows.set(key, spec);
  }
}

/** Binds within a clause, which decides what may stand there. */
function within<T>(clause: Clause, frame: Frame, bind: () => T): T {
  const before = frame.clause;
  frame.clause = clause;
  const result = bind();
  frame.clause = before;
  return result;
}

const bindCondition = (node: ExprNode, clause: Clause, scope: Scope): Expr =>
  within(clause, scope.frame, () => toBoolean(bindExpr(node, scope), clause, scope.binding));

function bindClauses(select: SelectNode, tail: Tail, scope: Scope): Clauses {
  const { frame } = scope;
  const items = within('SELECT', frame, () => bindSelectList(select.items, scope));
  const having = select.having && bindCondition(select.having, 'HAVING', scope);
  const qualify = select.qualify && bindCondition(select.qualify, 'QUALIFY', scope);
  const grouping = within('GROUP BY', frame, () =>
    select.groupBy.length > 0 || select.groupByAll === true ? bindGroupBy(select, items, scope) : undefined,
  );
  const hidden: ListItem[] = [];
  const on = Array.isArray(select.distinct) ? (select.distinct as readonly ExprNode[]) : undefined;
  const onIndexes = on && within('DISTINCT ON', frame, () => on.map((node) => orderIndex(node, items, hidden, scope, 'DISTINCT ON')));
  const order = within('ORDER BY', frame, () => bindOrderBy(tail, items, hidden, scope));
  if (select.distinct === true && hidden.length > 0) {
    throw new SqlError('42P10', 'for SELECT DISTINCT, ORDER BY expressions must appear in select list', { position: hidden[0].at });
  }
  const aggregated = frame.aggregates.length > 0 || frame.groupings.length > 0 || having !== undefined;
  return {
    items,
    hidden,
    ...(having && { having }),
    ...(qualify && { qualify }),
    ...(grouping !== undefined || aggregated ? { grouping: grouping ?? { keys: [] } } : {}),
    ...(onIndexes && { distinctOn: onIndexes }),
    order,
  };
}

function aliasesOf(select: SelectNode): ReadonlyMap<string, ExprNode> {
  return new Map(select.items.flatMap((item) => (item.alias === undefined ? [] : [[item.alias.name.toLowerCase(), item.expr]])));
}

/** Everything below the select list, and the list over it. */
function assemble(
  from: LogicalPlan,
  clauses: Clauses,
  scope: Scope,
): { plan: LogicalPlan; items: readonly ListItem[]; hidden: readonly ListItem[] } {
  const { frame } = scope;
  let plan = from;
  let { items, hidden, having, qualify } = clauses as {
    items: readonly ListItem[];
    hidden: readonly ListItem[];
    having?: Expr;
    qualify?: Expr;
  };
  let windows = frame.windows;
  let series: readonly FrameSeries[] = frame.series;

  if (clauses.grouping !== undefined) {
    const below = usedBelowGrouping(clauses.grouping, frame);
    plan = computePending(plan, frame, ({ output }) => below.has(output.id));
    const early = series.filter(({ output }) => below.has(output.id));
    series = series.filter((each) => !early.includes(each));
    plan = addSeries(plan, early);
    const grouped = groupPlan(plan, clauses.grouping, scope);
    const { regroup } = grouped;
    const regroupItem = (item: ListItem): ListItem => ({ ...item, expr: regroup(item.expr) });
    items = items.map(regroupItem);
    hidden = hidden.map(regroupItem);
    having = having && regroup(having);
    qualify = qualify && regroup(qualify);
    windows = regroupWindows(frame, regroup);
    series = series.map((each) => ({ ...each, array: regroup(each.array) }));
    frame.pending = frame.pending.map((each) => ({ ...each, expr: regroup(each.expr) }));
    plan = grouped.plan;
  }
  const computed = new Set(windows.map(({ output }) => output.id));
  plan = computePending(plan, frame, ({ expr }) => ![...freeColumns(expr).keys()].some((id) => computed.has(id)));
  if (having !== undefined) plan = filterOf(plan, conjunctsOf(having));
  plan = addWindows(plan, windows);
  plan = computePending(plan, frame, () => true);
  if (qualify !== undefined) plan = filterOf(plan, conjunctsOf(qualify));
  return { plan: addSeries(plan, series), items, hidden };
}

/** Columns that grouping itself uses: what makes them is computed below it. */
function usedBelowGrouping(grouping: Grouping, frame: Frame): ReadonlySet<ColumnId> {
  const exprs = [
    ...grouping.keys,
    ...frame.aggregates.flatMap(({ call }) => [
      ...call.args,
      ...call.orderBy.map((key) => key.expr),
      ...(call.filter === undefined ? [] : [call.filter]),
    ]),
  ];
  return new Set(exprs.flatMap((expr) => [...freeColumns(expr).keys()]));
}

/** A projection that adds the pending expressions that are `ready`, and takes them off the list. */
function computePending(plan: LogicalPlan, frame: Frame, ready: (pending: Frame['pending'][number]) => boolean): LogicalPlan {
  let result = plan;
  // One by one: a pending expression may use one that was recorded before it.
  for (const each of frame.pending.filter(ready)) {
    const { output, expr } = each;
    result = {
      kind: 'Project',
      input: result,
      items: [...outputColumns(result).map(pass), { id: output.id, name: output.name, type: output.type, expr }],
    };
  }
  frame.pending = frame.pending.filter((each) => !ready(each));
  return result;
}

/** Unnests the set-returning functions of a select list side by side; a row for which all are empty disappears. */
function addSeries(plan: LogicalPlan, series: readonly FrameSeries[]): LogicalPlan {
  const inner = series.filter((each) => dependsOn(each, series));
  const outer = series.filter((each) => !inner.includes(each));
  if (outer.length === 0) return plan;
  const unnested: LogicalPlan = {
    kind: 'Unnest',
    input: plan,
    arrays: outer.map(({ array }) => array),
    columns: outer.map(({ output }) => output),
    outer: false,
  };
  return addSeries(unnested, inner);
}

/** True if a series is made from the elements of another: `unnest(f(unnest(a)))`. */
const dependsOn = (each: FrameSeries, all: readonly FrameSeries[]): boolean => {
  const used = freeColumns(each.array);
  return all.some(({ output }) => used.has(output.id));
};

/** DISTINCT and ORDER BY over the computed list. */
function finishRows(listed: Bound, width: number, select: SelectNode, clauses: Clauses, scope: Scope): Bound {
  let { plan } = listed;
  const outputs = listed.outputs.slice(0, width);
  const keys = clauses.order.map(({ index, item }): SortKey => sortKey(listed.outputs[index].column, item, item.at));
  if (select.distinct === true) plan = distinctRows(plan, outputs);
  if (clauses.distinctOn !== undefined)
    plan = distinctOn(
      plan,
      clauses.distinctOn.map((i) => listed.outputs[i].column),
      keys,
      scope.binding,
    );
  if (keys.length > 0) plan = { kind: 'Sort', input: plan, keys };
  return { plan, outputs };
}

/** Leaves only the outputs: what ORDER BY or a numbering of rows needed goes away. */
function dropHidden(bound: Bound, scope: Scope): Bound {
  const wanted = new Set(bound.outputs.map(({ column }) => column.id));
  if (outputColumns(bound.plan).length === wanted.size) return bound;
  return project(
    bound.plan,
    bound.outputs.map(({ name, column: expr }) => ({ name, expr: settle(expr, scope.binding) })),
    scope.binding,
  );
}
