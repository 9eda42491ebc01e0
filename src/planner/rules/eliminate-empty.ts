import { outputColumns } from '../logical/columns.js';
import type { Expr } from '../logical/expr.js';
import { nullOf, pass } from '../logical/make.js';
import type { Join, LogicalPlan, ProjectItem } from '../logical/plan.js';
import { planRule } from './rule.js';
import { transformUp } from '../logical/rewrite.js';

const isEmpty = (plan: LogicalPlan): boolean => plan.kind === 'Values' && plan.rows.length === 0;
const empty = (plan: LogicalPlan): LogicalPlan => ({
  kind: 'Values',
  columns: outputColumns(plan).map(({ id, name, type }) => ({ id, name, type })),
  rows: [],
});
const isNever = (expr: Expr): boolean => expr.kind === 'Literal' && expr.value !== true;

/**
 * Replaces what can have no rows by no rows, up to where a row appears from nothing: a grouping without keys stays.
 *
 *   SELECT count(*) FROM a WHERE false
 */
export const eliminateEmpty = planRule('EliminateEmpty', (plan) => transformUp(plan, eliminate));

function eliminate(plan: LogicalPlan): LogicalPlan {
  switch (plan.kind) {
    case 'Scan':
      return plan.conjuncts.some(isNever) ? empty(plan) : plan;
    case 'Filter':
      return isEmpty(plan.input) || plan.conjuncts.some(isNever) ? empty(plan) : plan;
    case 'Project':
    case 'Sort':
    case 'Window':
    case 'Unnest':
    case 'Materialize':
      return isEmpty(plan.input) ? empty(plan) : plan;
    case 'Limit':
      return isEmpty(plan.input) || (plan.limit?.kind === 'Literal' && plan.limit.value === 0n) ? empty(plan) : plan;
    case 'Aggregate':
      return isEmpty(plan.input) && plan.keys.length > 0 && plan.groupingSets === undefined ? empty(plan) : plan;
    case 'Join':
      return eliminateJoin(plan);
    case 'UnionAll': {
      const inputs = plan.inputs.filter((input) => !isEmpty(input.plan));
      if (inputs.length === plan.inputs.length) return plan;
      if (inputs.length === 0) return empty(plan);
      if (inputs.length > 1) return { ...plan, inputs };
      return {
        kind: 'Project',
        input: inputs[0].plan,
        items: plan.columns.map((output, i): ProjectItem => ({ ...output, expr: inputs[0].sources[i] })),
      };
    }
    default:
      return plan;
  }
}

function eliminateJoin(join: Join): LogicalPlan {
  const never = join.on.some(isNever);
  const [noLeft, noRight] = [isEmpty(join.left), isEmpty(join.right) || never];
  const extended = (kept: LogicalPlan, missing: LogicalPlan): LogicalPlan => ({
    kind: 'Project',
    input: kept,
    items: [
      ...outputColumns(kept).map(pass),
      ...outputColumns(missing).map((output): ProjectItem => ({ ...pass(output), expr: nullOf(output.type) })),
    ],
  });
  switch (join.type) {
    case 'inner':
    case 'semi':
      return noLeft || noRight ? empty(join) : join;
    case 'left':
    case 'single':
      return noLeft ? empty(join) : noRight ? extended(join.left, join.right) : join;
    case 'right':
      return isEmpty(join.right) ? empty(join) : noLeft || never ? extended(join.right, join.left) : join;
    case 'anti':
      return noLeft ? empty(join) : noRight ? join.left : join;
    case 'mark':
      if (noLeft) return empty(join);
      // A condition that is NULL leaves the mark NULL, not FALSE.
      return isEmpty(join.right)
        ? {
            kind: 'Project',
            input: join.left,
            items: [
              ...outputColumns(join.left).map(pass),
              { ...join.mark!, expr: { kind: 'Literal', value: false, type: join.mark!.type } },
            ],
          }
        : join;
    case 'full':
      if (noLeft && isEmpty(join.right)) return empty(join);
      return noLeft ? extended(join.right, join.left) : isEmpty(join.right) ? extended(join.left, join.right) : join;
  }
}
