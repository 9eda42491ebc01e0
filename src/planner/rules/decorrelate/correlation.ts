import { freeColumns } from '../../logical/columns.js';
import type { ColumnId, Expr } from '../../logical/expr.js';
import type { LogicalPlan } from '../../logical/plan.js';

export type Ids = ReadonlySet<ColumnId>;

/** Whether an expression or a plan reads any of the outer columns. */
export function isCorrelated(node: LogicalPlan | Expr, outer: Ids): boolean {
  for (const id of freeColumns(node).keys()) if (outer.has(id)) return true;
  return false;
}

/** An equality between what the inner rows give and what the outer row gives. */
export interface CorrelatedEquality {
  readonly inner: Expr;
  readonly outer: Expr;
  /** `IS NOT DISTINCT FROM`: NULL equals NULL. */
  readonly nullSafe: boolean;
  /** The same condition over another inner expression. */
  readonly over: (inner: Expr) => Expr;
}

/** Takes `inner = outer` apart, either way round; undefined when a side mixes both or the condition is no equality. */
export function asCorrelatedEquality(condition: Expr, outer: Ids): CorrelatedEquality | undefined {
  const nullSafe = condition.kind === 'Distinct' && condition.negated;
  if (!nullSafe && !(condition.kind === 'Call' && condition.fn.name === '=')) return undefined;
  const [left, right] = condition.kind === 'Call' ? condition.args : condition.kind === 'Distinct' ? [condition.left, condition.right] : [];
  const rebuild = (a: Expr, b: Expr): Expr =>
    condition.kind === 'Call' ? { ...condition, args: [a, b] } : ({ ...condition, left: a, right: b } as Expr);
  if (isInner(left, outer) && isOuter(right, outer)) return { inner: left, outer: right, nullSafe, over: (inner) => rebuild(inner, right) };
  if (isInner(right, outer) && isOuter(left, outer)) return { inner: right, outer: left, nullSafe, over: (inner) => rebuild(left, inner) };
  return undefined;
}

function isInner(expr: Expr, outer: Ids): boolean {
  const free = freeColumns(expr);
  return free.size > 0 && !isCorrelated(expr, outer);
}

function isOuter(expr: Expr, outer: Ids): boolean {
  const free = [...freeColumns(expr).keys()];
  return free.length > 0 && free.every((id) => outer.has(id));
}
