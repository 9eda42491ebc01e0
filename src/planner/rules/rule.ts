import type { NewColumnId } from '../logical/columns.js';
import type { LogicalPlan } from '../logical/plan.js';
import { transformUp } from '../logical/rewrite.js';

/** What a rule may use besides the plan. */
export interface RuleContext {
  readonly newId: NewColumnId;
}

/** A rewrite of a whole plan into one with the same rows; the same object when nothing applies. Outputs may gain columns, except at the root. */
export interface Rule {
  readonly name: string;
  readonly apply: (plan: LogicalPlan, context: RuleContext) => LogicalPlan;
}

/** A rule that sees the whole plan. */
export const planRule = (name: string, apply: Rule['apply']): Rule => ({ name, apply });

type NodeOf<K extends LogicalPlan['kind']> = Extract<LogicalPlan, { kind: K }>;

/** A rule for one kind of node, applied bottom-up to every such node; `rewrite` answers undefined where it does not apply. */
export const rule = <K extends LogicalPlan['kind']>(
  name: string,
  kind: K,
  rewrite: (node: NodeOf<K>, context: RuleContext) => LogicalPlan | undefined,
): Rule => ({
  name,
  apply: (plan, context) => transformUp(plan, (node) => (node.kind === kind ? (rewrite(node as NodeOf<K>, context) ?? node) : node)),
});
