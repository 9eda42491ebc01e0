import { BIGINT } from '../../data/types.js';
import { resolveScalar, resolveWindow } from '../../functions/resolve.js';
import { SqlError } from '../../errors.js';
import { mapExpr } from '../logical/children.js';
import { outputColumns } from '../logical/columns.js';
import type { Expr, SortKey } from '../logical/expr.js';
import { call, column, isNull, literal, or, pass } from '../logical/make.js';
import type { Limit, LogicalPlan, WindowItem } from '../logical/plan.js';
import { evaluateConstant } from './constants.js';
import { rule } from './rule.js';
import type { RuleContext } from './rule.js';

const UNBOUNDED = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } } as const;

/** Folds an expression bottom-up as far as it is constant; raises what it raises. */
export const foldConstant = (expr: Expr): Expr => mapExpr(expr, (node) => evaluateConstant(node) ?? node);

/** `row_number()` as a new column of a Window node. */
export function rowNumberItem(context: RuleContext): WindowItem {
  const { fn, returns } = resolveWindow('row_number', []);
  return {
    id: context.newId(),
    name: 'row_number',
    type: returns,
    call: { fn, args: [], ignoreNulls: false, frame: UNBOUNDED, type: returns },
  };
}

const compare = (operator: string, left: Expr, right: Expr): Expr => call(resolveScalar(operator, [left.type, right.type]), [left, right]);

/** `offset < number <= offset + limit` as conjuncts; a NULL limit or offset is none. */
export function withinLimit(number: Expr, { limit, offset }: Pick<Limit, 'limit' | 'offset'>): Expr[] {
  const start = offset === undefined ? undefined : wide(offset);
  const conjuncts: Expr[] = [];
  if (start !== undefined) conjuncts.push(compare('>', number, withDefault(start)));
  if (limit !== undefined) {
    const count = wide(limit);
    const end = start === undefined ? count : call(resolveScalar('+', [BIGINT, BIGINT]), [withDefault(start), count]);
    const within = compare('<=', number, end.kind === 'Call' ? foldConstant(end) : end);
    conjuncts.push(limit.kind === 'Literal' ? within : or([isNull(count), within]));
  }
  return conjuncts;
}

const wide = (expr: Expr): Expr =>
  expr.type.kind === 'bigint' ? expr : foldConstant({ kind: 'Cast', input: expr, lenient: false, type: BIGINT });
const withDefault = (offset: Expr): Expr =>
  offset.kind === 'Literal' ? offset : { kind: 'Coalesce', args: [offset, literal(0n, BIGINT)], type: BIGINT };

/** Makes LIMIT and OFFSET non-negative bigint literals, or leaves them out when NULL; raises 2201W and 2201X as PostgreSQL does. */
function foldCount(expr: Expr | undefined, clause: 'LIMIT' | 'OFFSET'): Expr | undefined {
  if (expr === undefined) return undefined;
  const folded = wide(foldConstant(expr));
  if (folded.kind !== 'Literal') return folded;
  if (folded.value === null) return undefined;
  if ((folded.value as bigint) < 0n)
    throw new SqlError(clause === 'LIMIT' ? '2201W' : '2201X', `${clause} must not be negative`, { position: expr.at });
  return clause === 'OFFSET' && folded.value === 0n ? undefined : folded;
}

/**
 * Makes the counts of every Limit literals. A count that is known only when the query runs (a subquery, a column of an outer query)
 * becomes a condition on row numbers instead:
 *
 *   SELECT x FROM a ORDER BY x LIMIT (SELECT count(*) FROM b)
 */
export const foldLimits = rule('FoldLimits', 'Limit', (node, context): LogicalPlan => {
  const limit = foldCount(node.limit, 'LIMIT');
  const offset = foldCount(node.offset, 'OFFSET');
  if (limit === undefined && offset === undefined) return node.input;
  if ((limit ?? offset)!.kind === 'Literal' && (offset ?? limit)!.kind === 'Literal') {
    return limit === node.limit && offset === node.offset
      ? node
      : { kind: 'Limit', input: node.input, ...(limit && { limit }), ...(offset && { offset }) };
  }
  const orderBy: readonly SortKey[] = node.input.kind === 'Sort' ? node.input.keys : [];
  const number = rowNumberItem(context);
  const numbered: LogicalPlan = { kind: 'Window', input: node.input, partitionBy: [], orderBy, items: [number] };
  const within: LogicalPlan = { kind: 'Filter', input: numbered, conjuncts: withinLimit(column(number), { limit, offset }) };
  const ordered: LogicalPlan = orderBy.length === 0 ? within : { kind: 'Sort', input: within, keys: orderBy };
  return { kind: 'Project', input: ordered, items: outputColumns(node).map(pass) };
});
