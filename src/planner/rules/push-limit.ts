import { BIGINT } from '../../data/types.js';
import { literal } from '../logical/make.js';
import type { Limit, LogicalPlan } from '../logical/plan.js';
import { rowBounds } from '../logical/row-bounds.js';
import { mapInputs, SharedInputs } from '../logical/rewrite.js';
import { planRule } from './rule.js';

const countOf = (expr: Limit['limit']): number | undefined => (expr?.kind === 'Literal' ? Number(expr.value) : undefined);

/**
 * Moves a Limit below projections, where it meets a Sort, and repeats it in the inputs of a union and on the left of a join that keeps
 * every left row. Not below a semi join, which may drop the rows that were kept:
 *
 *   SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.x = a.x) LIMIT 1
 */
export const pushLimit = planRule('PushLimit', (plan) => {
  const shared = new SharedInputs();
  const visit = (node: LogicalPlan): LogicalPlan => {
    if (node.kind === 'Materialize') return shared.rewrite(node, visit);
    if (node.kind !== 'Limit') return mapInputs(node, visit);
    const pushed = push(node);
    return pushed === node ? mapInputs(node, visit) : pushed.kind === 'Limit' ? mapInputs(pushed, visit) : visit(pushed);
  };
  return visit(plan);
});

/** One step; the same node when there is none to take. */
function push(node: Limit): LogicalPlan {
  const { input } = node;
  const limit = countOf(node.limit);
  const offset = countOf(node.offset) ?? 0;
  if (input.kind === 'Project') return { ...input, input: { ...node, input: input.input } };
  if (limit === undefined) return node;
  if (offset === 0 && rowBounds(input).most <= limit) return input;
  const atMost = (plan: LogicalPlan): LogicalPlan =>
    rowBounds(plan).most <= limit + offset ? plan : { kind: 'Limit', input: plan, limit: literal(BigInt(limit + offset), BIGINT) };
  if (input.kind === 'UnionAll') return { ...node, input: mapInputs(input, atMost) };
  if (input.kind === 'Join' && (input.type === 'left' || input.type === 'single' || input.type === 'mark'))
    return { ...node, input: { ...input, left: atMost(input.left) } };
  return node;
}
