import { inputsOf } from '../logical/children.js';
import { isVolatilePlan } from '../logical/effects.js';
import { instantiate } from '../logical/instantiate.js';
import { column } from '../logical/make.js';
import { outputColumns } from '../logical/columns.js';
import type { LogicalPlan, Materialize, ProjectItem } from '../logical/plan.js';
import { mapInputs, SharedInputs } from '../logical/rewrite.js';
import { estimateRows } from '../statistics/index.js';
import { planRule } from './rule.js';
import type { RuleContext } from './rule.js';

/**
 * Puts a shared plan where it is read when it has one reader, or is as cheap to compute again as to keep: filters and limits above it then
 * reach it. Not inside the step of a recursion, which would compute it in every round.
 */
export const eliminateMaterialize = planRule('EliminateMaterialize', (plan, context) => {
  const readers = countReaders(plan);
  const shared = new SharedInputs();
  const visit = (node: LogicalPlan, repeated: boolean): LogicalPlan => {
    if (node.kind === 'RecursiveUnion') return mapInputs(node, (input) => visit(input, repeated || input === node.step));
    if (node.kind !== 'Materialize') return mapInputs(node, (input) => visit(input, repeated));
    const rewritten = shared.rewrite(node, (input) => visit(input, false)) as Materialize;
    if (repeated) return rewritten;
    if (readers.get(node.id) === 1) return renamed(rewritten, rewritten.input);
    return isCheap(rewritten.input) && !isVolatilePlan(rewritten.input) ? copied(rewritten, context) : rewritten;
  };
  return visit(plan, false);
});

/** How many places read each shared plan; a place inside a shared plan counts once. */
export function countReaders(plan: LogicalPlan): ReadonlyMap<number, number> {
  const readers = new Map<number, number>();
  const visit = (node: LogicalPlan): void => {
    if (node.kind === 'Materialize') {
      const count = readers.get(node.id) ?? 0;
      readers.set(node.id, count + 1);
      if (count > 0) return;
    }
    for (const input of inputsOf(node)) visit(input);
  };
  visit(plan);
  return readers;
}

/** Conditions that keep at most this share of a table's rows are not evaluated again: keeping the few rows costs less. */
const FEW = 1 / 8;

/** A scan of a table in memory or files, narrowed: reading it twice costs less than keeping it, and lets each reader skip its own rows. */
function isCheap(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case 'Scan':
    case 'Materialize':
      return true;
    case 'Values':
      return plan.rows.length <= 1;
    case 'Filter':
      return estimateRows(plan) > FEW * estimateRows(plan.input) && isCheap(plan.input);
    case 'Project':
      return plan.items.every(({ expr }) => expr.kind === 'Column' || expr.kind === 'Literal') && isCheap(plan.input);
    default:
      return false;
  }
}

const renamed = (node: Materialize, input: LogicalPlan): LogicalPlan => {
  const outputs = new Map(outputColumns(input).map((output) => [output.id, column(output)]));
  return {
    kind: 'Project',
    input,
    items: node.columns.map((output, i): ProjectItem => ({ ...output, expr: outputs.get(node.sources[i])! })),
  };
};

function copied(node: Materialize, context: RuleContext): LogicalPlan {
  const copy = instantiate(node.input, context.newId);
  return {
    kind: 'Project',
    input: copy.plan,
    items: node.columns.map((output, i): ProjectItem => ({ ...output, expr: copy.columns.get(node.sources[i])! })),
  };
}
