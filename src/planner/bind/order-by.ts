import { SqlError } from '../../errors.js';
import type { ExprNode, SortItem } from '../../sql/ast.js';
import type { SortKey } from '../logical/expr.js';
import type { LogicalPlan } from '../logical/plan.js';
import { settle } from './coerce.js';
import { newFrame, type Bound, type Scope, type ScopeColumn } from './context.js';
import { bindExpr } from './expr/index.js';
import { ordinalOf } from './group-by.js';
import { project } from './project.js';
import type { Tail } from './query.js';
import { sameExpr } from './same-expr.js';
import { matching } from './scope.js';
import type { ListItem } from './select-list.js';
import { sortKey } from './sort-key.js';

/** One ORDER BY key of a SELECT: an index into its list, hidden items at the end included. */
export interface OrderItem {
  readonly index: number;
  readonly item: Pick<SortItem, 'descending' | 'nulls' | 'at'>;
}

/**
 * Binds ORDER BY of a SELECT. A name is an output column or else an input column, an integer an ordinal; what is not in the list is added
 * to `hidden`, numbered after the list.
 */
export function bindOrderBy(tail: Tail, items: readonly ListItem[], hidden: ListItem[], scope: Scope): OrderItem[] {
  if (tail.orderByAll !== undefined) return items.map((_, index) => ({ index, item: tail.orderByAll! }));
  return tail.orderBy.map((item) => ({ index: orderIndex(item.expr, items, hidden, scope), item }));
}

/** The list item that an ORDER BY or DISTINCT ON expression is, added to `hidden` when it is none. */
export function orderIndex(node: ExprNode, items: readonly ListItem[], hidden: ListItem[], scope: Scope, clause = 'ORDER BY'): number {
  if (node.kind === 'NumberLiteral' || node.kind === 'StringLiteral') return ordinalOf(node, items, clause);
  const named = outputNamed(node, items, clause);
  if (named !== undefined) return named;
  const expr = bindExpr(node, scope);
  const all = [...items, ...hidden];
  const known = all.findIndex((item) => sameExpr(item.expr, expr));
  if (known >= 0) return known;
  hidden.push({ name: 'order', expr: settle(expr, scope.binding), at: node.at });
  return all.length;
}

function outputNamed(node: ExprNode, items: readonly ListItem[], clause: string): number | undefined {
  if (node.kind !== 'ColumnRef' || node.name.length !== 1) return undefined;
  const [{ name }] = node.name;
  const found = matching(items, name);
  if (found.length === 0) return undefined;
  if (found.some((item) => !sameExpr(item.expr, found[0].expr)))
    throw new SqlError('42702', `${clause} "${name}" is ambiguous`, { position: node.at });
  return items.indexOf(found[0]);
}

/** Sorts finished rows, such as those of a UNION: by output names, ordinals, and expressions over the outputs. */
export function orderOutputs(bound: Bound, tail: Tail, outer: Scope): Bound {
  const { binding } = outer;
  const items = bound.outputs.map(({ name, column: expr }): ListItem => ({ name, expr }));
  const columns = bound.outputs.map(({ name, column }): ScopeColumn => ({ name, column }));
  const scope: Scope = { binding, parent: outer, ctes: outer.ctes, frame: newFrame('ORDER BY'), tables: [], columns };
  const hidden: ListItem[] = [];
  const order = bindOrderBy(tail, items, hidden, scope);
  if (order.length === 0) return bound;
  const all = [...items, ...hidden];
  if (scope.frame.aggregates.length > 0 || scope.frame.windows.length > 0 || scope.frame.series.length > 0) {
    throw new SqlError('0A000', 'invalid UNION/INTERSECT/EXCEPT ORDER BY clause', {
      detail: 'Only result columns and scalar expressions over them can be used.',
      hint: 'Add the expression/function to every SELECT, or move the UNION into a FROM clause.',
      position: tail.orderBy[0]?.at,
    });
  }
  const projected = hidden.length === 0 ? { plan: bound.plan, outputs: bound.outputs } : project(bound.plan, all, binding);
  const keys = order.map(({ index, item }): SortKey => sortKey(projected.outputs[index].column, item, item.at));
  const sorted: LogicalPlan = { kind: 'Sort', input: projected.plan, keys };
  return { plan: sorted, outputs: projected.outputs.slice(0, items.length) };
}
