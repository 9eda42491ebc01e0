import { isVolatile } from '../logical/effects.js';
import { exprsOf, operandsOf } from '../logical/children.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import type { LogicalPlan, Project } from '../logical/plan.js';
import { mapExprs, mapInputs, substitute, transformUp } from '../logical/rewrite.js';
import { planRule } from './rule.js';

const isPass = ({ id, expr }: Project['items'][number]): boolean => expr.kind === 'Column' && expr.id === id;

/**
 * Computes two projections as one, and drops one that only chooses columns: whoever reads a plan names what it reads. A computed column
 * that is used twice is still computed once:
 *
 *   SELECT y + y FROM (SELECT x * x AS y FROM a) AS q
 */
export const mergeProjects = planRule('MergeProjects', (plan) => {
  const merge = (node: LogicalPlan): LogicalPlan => (node.kind === 'Project' ? (mergeProject(node) ?? node) : node);
  // The root's columns are the query's.
  return plan.kind === 'Project' && plan.items.every(isPass)
    ? mapInputs(plan, (input) => transformUp(input, merge))
    : transformUp(plan, merge);
});

function mergeProject(node: Project): LogicalPlan | undefined {
  if (node.items.every(isPass)) return node.items.length > 0 ? node.input : undefined;
  const { input } = node;
  if (input.kind !== 'Project') return undefined;
  const computed = new Map(input.items.filter((item) => !isPass(item)).map(({ id, expr }) => [id, expr] as const));
  const uses = new Map<ColumnId, number>();
  for (const expr of exprsOf(node)) countUses(expr, uses);
  for (const [id, expr] of computed) {
    if (isVolatile(expr) || ((uses.get(id) ?? 0) > 1 && expr.kind !== 'Column' && expr.kind !== 'Literal')) return undefined;
  }
  return { ...(mapExprs(node, (expr) => substitute(expr, computed)) as Project), input: input.input };
}

function countUses(expr: Expr, into: Map<ColumnId, number>): void {
  if (expr.kind === 'Column') into.set(expr.id, (into.get(expr.id) ?? 0) + 1);
  for (const operand of operandsOf(expr)) countUses(operand, into);
}
