import { BIGINT } from '../../data/types.js';
import { SqlError, syntaxError } from '../../errors.js';
import { resolveWindow } from '../../functions/resolve.js';
import type { ExprNode } from '../../sql/ast.js';
import { outputColumns } from '../logical/columns.js';
import type { Expr, SortKey } from '../logical/expr.js';
import { and, column, conjunctsOf, filterOf, isNull, isNullLiteral, literal, or, pass } from '../logical/make.js';
import type { LogicalPlan, OutputColumn, ProjectItem } from '../logical/plan.js';
import { toTypeOf } from './coerce.js';
import { evaluateConstant } from './constant.js';
import { emptyScope, newFrame, type Binding, type Bound, type Scope } from './context.js';
import { bindExpr } from './expr/index.js';
import { invoke } from './expr/invoke.js';
import type { Tail } from './query.js';

/** LIMIT and OFFSET of a query. Literals, NULL left out, or expressions that are known only at run time. */
export interface BoundLimit {
  readonly limit?: Expr;
  readonly offset?: Expr;
  readonly withTies: boolean;
}

export const hasLimit = (tail: Tail): boolean => tail.limit !== undefined || tail.offset !== undefined;

/** Binds LIMIT and OFFSET: BIGINT, no columns of the query itself, not negative (2201W, 2201X). NULL means none. */
export function bindLimit(tail: Tail, outer: Scope): BoundLimit {
  return {
    limit: tail.limit && bindCount(tail.limit, 'LIMIT', outer),
    offset: tail.offset && bindCount(tail.offset, 'OFFSET', outer),
    withTies: tail.withTies === true,
  };
}

function bindCount(node: ExprNode, clause: 'LIMIT' | 'OFFSET', outer: Scope): Expr | undefined {
  const { binding } = outer;
  const expr = toTypeOf(clause, bindExpr(node, emptyScope(binding, newFrame(clause), outer, outer.ctes)), BIGINT, binding);
  const constant = evaluateConstant(expr, binding);
  const count = constant === undefined ? expr : literal(constant.value, BIGINT, node.at);
  if (isNullLiteral(count)) return undefined;
  if (count.kind === 'Literal' && (count.value as bigint) < 0n) {
    throw new SqlError(clause === 'LIMIT' ? '2201W' : '2201X', `${clause} must not be negative`, { position: node.at });
  }
  return count;
}

/**
 * Applies LIMIT and OFFSET to rows that are in order. WITH TIES, and counts known only at run time, number the rows by window functions
 * over the sort keys instead, and sort what is left.
 */
export function limitRows(bound: Bound, { limit, offset, withTies }: BoundLimit, binding: Binding): Bound {
  if (limit === undefined && offset === undefined) return bound;
  const constant = (limit === undefined || limit.kind === 'Literal') && (offset === undefined || offset.kind === 'Literal');
  if (constant && !(withTies && limit !== undefined)) {
    const zero = offset?.kind === 'Literal' && offset.value === 0n;
    if (zero && limit === undefined) return bound;
    return {
      ...bound,
      plan: {
        kind: 'Limit',
        input: bound.plan,
        ...(limit === undefined ? {} : { limit }),
        ...(offset === undefined || zero ? {} : { offset }),
      },
    };
  }
  const keys = bound.plan.kind === 'Sort' ? bound.plan.keys : [];
  if (withTies && keys.length === 0) throw syntaxError('WITH TIES cannot be specified without ORDER BY clause');
  return { ...bound, plan: numberRows(bound.plan, keys, { limit, offset, withTies }, binding) };
}

function numberRows(plan: LogicalPlan, keys: readonly SortKey[], bound: BoundLimit, binding: Binding): LogicalPlan {
  const frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } } as const;
  const number = (name: string) => {
    const { fn, returns } = resolveWindow(name, []);
    const output: OutputColumn = { id: binding.newId(), name, type: returns };
    return { output, item: { ...output, call: { fn, args: [], ignoreNulls: false, frame, type: returns } } };
  };
  const row = number('row_number');
  const last = bound.withTies ? number('rank') : row;
  const counts = withCounts(plan.kind === 'Sort' ? plan.input : plan, [bound.limit, bound.offset], binding);
  const [limit, offset] = counts.exprs;
  const numbered: LogicalPlan = {
    kind: 'Window',
    input: counts.plan,
    partitionBy: [],
    orderBy: keys,
    items: last === row ? [row.item] : offset === undefined && keys.length > 0 ? [last.item] : [row.item, last.item],
  };
  const conditions: Expr[] = [];
  // A count that turns out to be NULL is no limit, and no offset.
  const orUnlimited = (count: Expr, condition: Expr): Expr => (count.kind === 'Literal' ? condition : or([isNull(count), condition]));
  if (offset !== undefined) conditions.push(orUnlimited(offset, invoke('>', [column(row.output), offset], binding)));
  if (limit !== undefined) {
    const end = offset === undefined ? limit : invoke('+', [limit, offset.kind === 'Literal' ? offset : coalesceZero(offset)], binding);
    conditions.push(orUnlimited(limit, invoke('<=', [column(last.output), end], binding)));
  }
  const kept = filterOf(numbered, conjunctsOf(and(conditions)));
  return { kind: 'Sort', input: kept, keys: keys.length > 0 ? keys : [{ expr: column(row.output), descending: false, nullsFirst: false }] };
}

/** Counts that are no literals become columns, because they are used more than once. */
function withCounts(
  input: LogicalPlan,
  given: readonly (Expr | undefined)[],
  binding: Binding,
): { plan: LogicalPlan; exprs: readonly (Expr | undefined)[] } {
  const items: ProjectItem[] = [];
  const exprs = given.map((expr) => {
    if (expr === undefined || expr.kind === 'Literal') return expr;
    const item = { id: binding.newId(), name: 'count', type: expr.type, expr };
    items.push(item);
    return column(item);
  });
  return { plan: items.length === 0 ? input : { kind: 'Project', input, items: [...outputColumns(input).map(pass), ...items] }, exprs };
}

const coalesceZero = (count: Expr): Expr => ({ kind: 'Coalesce', args: [count, literal(0n, BIGINT)], type: BIGINT });
