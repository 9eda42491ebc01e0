import { inputsOf } from '../logical/children.js';
import { freeColumns } from '../logical/columns.js';
import { instantiate } from '../logical/instantiate.js';
import type { LogicalPlan, ProjectItem } from '../logical/plan.js';
import { rule } from './rule.js';

/**
 * Gives each reader of a shared plan its own copy when the plan is not the same for all of them: it reads columns of an outer query, or
 * the rows of a recursion's last round. Here q has other rows for each row of a:
 *
 *   SELECT (WITH q AS (SELECT * FROM b WHERE b.x = a.x) SELECT count(*) FROM q AS q1, q AS q2) FROM a
 */
export const eliminateCorrelatedSharing = rule('EliminateCorrelatedSharing', 'Materialize', (node, { newId }): LogicalPlan | undefined => {
  if (freeColumns(node.input).size === 0 && !readsOuterRecursion(node.input)) return undefined;
  const copy = instantiate(node.input, newId);
  const items = node.columns.map((output, i): ProjectItem => ({ ...output, expr: copy.columns.get(node.sources[i])! }));
  return { kind: 'Project', input: copy.plan, items };
});

function readsOuterRecursion(plan: LogicalPlan, inside: ReadonlySet<number> = new Set()): boolean {
  if (plan.kind === 'RecursiveRef') return !inside.has(plan.id);
  const within = plan.kind === 'RecursiveUnion' ? new Set([...inside, plan.id]) : inside;
  return inputsOf(plan).some((input) => readsOuterRecursion(input, within));
}
