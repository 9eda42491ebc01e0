import { INTEGER } from '../../../data/types.js';
import { groupingError, SqlError, syntaxError, unsupported } from '../../../errors.js';
import { resolveAggregate } from '../../../functions/resolve.js';
import type { ExprNode, FunctionCall } from '../../../sql/ast.js';
import { freeColumns } from '../../logical/columns.js';
import type { AggregateCall, Expr, SortKey } from '../../logical/expr.js';
import { column, literal } from '../../logical/make.js';
import { toBoolean } from '../coerce.js';
import type { Clause, Frame, Scope } from '../context.js';
import { sameAggregate, sameExpr } from '../same-expr.js';
import { bindSortKey } from '../sort-key.js';
import { conditionally } from './case.js';
import { bindExpr } from './index.js';
import { invoke, resolveCall } from './invoke.js';

/** Clauses of a SELECT that are computed after grouping. */
const AFTER_GROUPING: ReadonlySet<Clause> = new Set(['SELECT', 'HAVING', 'QUALIFY', 'ORDER BY', 'DISTINCT ON', 'WINDOW']);

/**
 * An aggregate: recorded with the SELECT that it belongs to, and referred to by the column that it will be. It belongs to the innermost
 * query whose columns its arguments use, which may enclose the one that it is written in; without columns, to the one that it is written in.
 */
export function bindAggregate(name: string, node: FunctionCall, scope: Scope): Expr {
  const { binding } = scope;
  const call = bindAggregateCall(name, node, scope);
  const used = [...call.args, ...call.orderBy.map((key) => key.expr), ...(call.filter === undefined ? [] : [call.filter])];
  const frame = owningFrame(used, scope);
  checkPlacement(frame, used, node.at);

  const same = frame.aggregates.find((each) => sameAggregate(each.call, call));
  if (same !== undefined) return { ...same.output, at: node.at };
  const output = column({ id: binding.newId(), name, type: call.type }, node.at);
  binding.owners.set(output.id, frame);
  frame.aggregates.push({ output, call });
  return output;
}

/** The call itself, for an aggregate of a group and one OVER a frame alike. */
export function bindAggregateCall(name: string, node: FunctionCall, scope: Scope): AggregateCall {
  const { binding } = scope;
  const { args, orderBy } = conditionally(scope, () => bindArguments(name, node, scope));
  const { resolved, args: coerced } = resolveCall(resolveAggregate, name, args, binding, node.at);
  const { fn } = resolved;
  if (node.withinGroup && fn.orderedSet !== true)
    throw new SqlError('42809', `${name} is not an ordered-set aggregate, so it cannot have WITHIN GROUP`, { position: node.at });
  if (!node.withinGroup && fn.orderedSet === true)
    throw new SqlError('42809', `WITHIN GROUP is required for ordered-set aggregate ${name}`, { position: node.at });
  if (!node.star && node.args.length === 0 && !node.withinGroup)
    throw new SqlError('42809', `${name}(*) must be used to call a parameterless aggregate function`, { position: node.at });
  const filter = node.filter === undefined ? undefined : bindFilter(node.filter, scope);
  const distinct = node.distinct && fn.ignoresDistinct !== true;
  if (node.distinct && coerced.length === 0) throw syntaxError(`DISTINCT is not possible for ${name}(*)`, node.at);
  const keys = fn.orderSensitive ? orderBy.map((key) => sharedKey(key, coerced, args)) : [];
  if (distinct && keys.some((key) => !coerced.some((arg) => sameExpr(arg, key.expr)))) {
    throw new SqlError('42P10', 'in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list', { position: node.at });
  }
  return { fn, args: coerced, distinct, filter, orderBy: keys, type: resolved.returns };
}

function bindFilter(node: ExprNode, scope: Scope): Expr {
  const { frame, binding } = scope;
  const before = frame.clause;
  frame.clause = 'FILTER';
  const filter = toBoolean(bindExpr(node, scope), 'FILTER', binding);
  frame.clause = before;
  return filter;
}

/** Sorting by an argument is sorting by what the argument was cast to. */
function sharedKey(key: SortKey, coerced: readonly Expr[], args: readonly Expr[]): SortKey {
  const i = args.findIndex((arg) => sameExpr(arg, key.expr));
  return i < 0 ? key : { ...key, expr: coerced[i] };
}

function bindArguments(name: string, node: FunctionCall, scope: Scope): { args: Expr[]; orderBy: SortKey[] } {
  const args = node.star ? [] : node.args.map((arg) => bindExpr(arg, scope));
  const orderBy = node.orderBy.map((item) => bindSortKey(item, scope));
  if (!node.withinGroup) return { args, orderBy };
  // A descending continuous percentile is the ascending one of the remaining fraction.
  const [key] = orderBy;
  if (orderBy.length !== 1) throw unsupported(`${name} WITHIN GROUP over several keys`, node.at);
  if (key.descending && name === 'percentile_cont')
    return { args: [invoke('-', [literal(1, INTEGER), args[0]], scope.binding, node.at), key.expr], orderBy: [] };
  if (key.descending) throw unsupported(`${name} WITHIN GROUP (ORDER BY … DESC)`, node.at);
  return { args: [...args, key.expr], orderBy: [] };
}

/** The innermost frame among those that make the columns used. */
function owningFrame(used: readonly Expr[], scope: Scope): Frame {
  const frames = new Set<Frame>();
  for (const expr of used) {
    for (const id of freeColumns(expr).keys()) {
      const owner = scope.binding.owners.get(id);
      if (owner !== undefined) frames.add(owner);
    }
  }
  if (frames.size === 0) return scope.frame;
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) if (frames.has(level.frame)) return level.frame;
  return scope.frame;
}

function checkPlacement(frame: Frame, used: readonly Expr[], at: number | undefined): void {
  for (const expr of used) {
    for (const id of freeColumns(expr).keys()) {
      if (frame.aggregates.some(({ output }) => output.id === id)) throw groupingError('aggregate function calls cannot be nested', at);
      if (frame.windows.some(({ output }) => output.id === id))
        throw groupingError('aggregate function calls cannot contain window function calls', at);
      if (frame.series.some(({ output }) => output.id === id)) {
        throw new SqlError('0A000', 'aggregate function calls cannot contain set-returning function calls', { position: at });
      }
    }
  }
  if (!AFTER_GROUPING.has(frame.clause)) {
    const where = frame.clause === 'FROM' ? 'functions in FROM' : frame.clause;
    throw groupingError(`aggregate functions are not allowed in ${where}`, at);
  }
}

/** GROUPING(a, b): a bit per argument, the first the highest, 1 where the argument is not in the row's grouping set. */
export function bindGrouping(node: FunctionCall, scope: Scope): Expr {
  const { frame, binding } = scope;
  if (!AFTER_GROUPING.has(frame.clause)) throw groupingError(`grouping operations are not allowed in ${frame.clause}`, node.at);
  const output = column({ id: binding.newId(), name: 'grouping', type: INTEGER }, node.at);
  binding.owners.set(output.id, frame);
  frame.groupings.push({ output, args: node.args.map((arg) => bindExpr(arg, scope)), at: node.at });
  return output;
}
