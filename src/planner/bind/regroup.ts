import { INTEGER } from '../../data/types.js';
import type { SqlError } from '../../errors.js';
import { groupingError } from '../../errors.js';
import { mapOperands } from '../logical/children.js';
import { freeColumns, outputColumns } from '../logical/columns.js';
import type { ColumnExpr, ColumnId, Expr, SortKey } from '../logical/expr.js';
import { column, literal } from '../logical/make.js';
import type { Aggregate, LogicalPlan, OutputColumn, ProjectItem } from '../logical/plan.js';
import { mapExprs, mapInputs } from '../logical/rewrite.js';
import type { Binding, Frame, FrameWindow, Scope } from './context.js';
import { invoke } from './expr/invoke.js';
import type { Grouping } from './group-by.js';
import { sameExpr } from './same-expr.js';

/** A grouped plan, and how expressions over its input become expressions over its output. */
export interface Grouped {
  readonly plan: Aggregate;
  /** Group keys become the keys' columns; 42803 for a column that is neither a key nor within an aggregate. */
  readonly regroup: (expr: Expr) => Expr;
}

/**
 * Puts the Aggregate of a SELECT over `input`. A key that is a plain column keeps its id, unless grouping sets may make it NULL, so what
 * refers to it needs no change, correlated subqueries included.
 */
export function groupPlan(input: LogicalPlan, grouping: Grouping, scope: Scope): Grouped {
  const { frame, binding } = scope;
  const owned = new Set<ColumnId>(outputColumns(input).map(({ id }) => id));
  const keys = grouping.keys.map((expr, i): ProjectItem => {
    const name = expr.kind === 'Column' ? expr.name : (grouping.names?.[i] ?? 'key');
    const keepsId = expr.kind === 'Column' && grouping.sets === undefined && owned.has(expr.id);
    return { id: keepsId ? expr.id : binding.newId(), name, type: expr.type, expr };
  });
  const groupingId: OutputColumn | undefined =
    grouping.sets !== undefined && frame.groupings.length > 0 ? { id: binding.newId(), name: 'grouping_id', type: INTEGER } : undefined;
  const plan: Aggregate = {
    kind: 'Aggregate',
    input,
    keys,
    aggregates: frame.aggregates.map(({ output, call }) => ({ id: output.id, name: output.name, type: output.type, call })),
    ...(grouping.sets === undefined ? {} : { groupingSets: grouping.sets }),
    ...(groupingId === undefined ? {} : { groupingId }),
  };
  const groupings = new Map(frame.groupings.map((each) => [each.output.id, groupingValue(each.args, keys, groupingId, binding, each.at)]));
  return { plan, regroup: regrouper(keys, owned, groupings, scope) };
}

/** GROUPING(…) from the mask of keys that are not in the row's set. */
function groupingValue(
  args: readonly Expr[],
  keys: readonly ProjectItem[],
  groupingId: OutputColumn | undefined,
  binding: Binding,
  at?: number,
): Expr {
  let value: Expr = literal(0, INTEGER, at);
  args.forEach((arg, i) => {
    const index = keys.findIndex((key) => sameExpr(key.expr, arg));
    if (index < 0) throw groupingError('arguments to GROUPING must be grouping expressions of the associated query level', arg.at ?? at);
    if (groupingId === undefined) return;
    const shifted = invoke('>>', [column(groupingId), literal(index, INTEGER)], binding, at);
    const bit = invoke('&', [shifted, literal(1, INTEGER)], binding, at);
    const weighted = i === args.length - 1 ? bit : invoke('*', [bit, literal(2 ** (args.length - 1 - i), INTEGER)], binding, at);
    value = i === 0 ? weighted : invoke('+', [value, weighted], binding, at);
  });
  return value;
}

function regrouper(
  keys: readonly ProjectItem[],
  owned: ReadonlySet<ColumnId>,
  groupings: ReadonlyMap<ColumnId, Expr>,
  scope: Scope,
): (expr: Expr) => Expr {
  const kept = new Set(keys.filter((key) => key.expr.kind === 'Column' && key.expr.id === key.id).map((key) => key.id));
  const changed = keys.filter((key) => !kept.has(key.id));

  const keyFor = (expr: Expr): Expr | undefined => {
    // A constant key stands only for the select item that it came from, not for every equal constant.
    const key = changed.find((each) => (each.expr.kind === 'Literal' ? each.expr === expr : sameExpr(each.expr, expr)));
    return key && column(key, expr.at);
  };
  const inSubquery = (plan: LogicalPlan): LogicalPlan => {
    const free = [...freeColumns(plan).keys()];
    if (free.every((id) => kept.has(id) || (!owned.has(id) && !groupings.has(id)))) return plan;
    return mapExprs(mapInputs(plan, inSubquery), (expr) => regroup(expr, true));
  };
  const regroup = (expr: Expr, nested: boolean): Expr => {
    const key = keyFor(expr);
    if (key !== undefined) return key;
    if (expr.kind === 'Column') {
      const grouping = groupings.get(expr.id);
      if (grouping !== undefined) return grouping;
      if (owned.has(expr.id) && !kept.has(expr.id)) throw ungrouped(expr, nested, scope);
      return expr;
    }
    const result = mapOperands(expr, (operand) => regroup(operand, nested));
    return result.kind === 'Subquery' ? { ...result, plan: inSubquery(result.plan) } : result;
  };
  return (expr) => regroup(expr, false);
}

function ungrouped(expr: ColumnExpr, nested: boolean, scope: Scope): SqlError {
  const known =
    scope.columns.find(({ column: each }) => each.id === expr.id) ??
    scope.tables.flatMap((table) => table.columns).find(({ column: each }) => each.id === expr.id);
  const name = known?.table === undefined ? expr.name : `${known.table}.${known.name}`;
  return groupingError(
    nested
      ? `subquery uses ungrouped column "${name}" from outer query`
      : `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`,
    expr.at,
  );
}

/** The windows of a SELECT over grouped rows. */
export function regroupWindows(frame: Frame, regroup: (expr: Expr) => Expr): FrameWindow[] {
  const key = (each: SortKey): SortKey => ({ ...each, expr: regroup(each.expr) });
  return frame.windows.map(({ output, call, partitionBy, orderBy }) => ({
    output,
    call: { ...call, args: call.args.map(regroup), filter: call.filter && regroup(call.filter) },
    partitionBy: partitionBy.map(regroup),
    orderBy: orderBy.map(key),
  }));
}
