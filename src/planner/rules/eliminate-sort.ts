import type { LogicalPlan } from '../logical/plan.js';
import { mapInputs, SharedInputs } from '../logical/rewrite.js';
import { planRule } from './rule.js';

/**
 * Drops a Sort whose order nobody sees: below a join, another Sort, or aggregates that do not depend on order. This one stays:
 *
 *   SELECT array_agg(x) FROM (SELECT x FROM a ORDER BY x) AS q
 */
export const eliminateSort = planRule('EliminateSort', (plan) => {
  const shared = new SharedInputs();
  const visit = (node: LogicalPlan, seen: boolean): LogicalPlan => {
    switch (node.kind) {
      case 'Sort':
        return seen ? mapInputs(node, (input) => visit(input, false)) : visit(node.input, false);
      case 'Project':
      case 'Filter':
      case 'Unnest':
      case 'UnionAll':
        return mapInputs(node, (input) => visit(input, seen));
      case 'Aggregate': {
        const depends = node.aggregates.some(({ call }) => call.fn.orderSensitive);
        return mapInputs(node, (input) => visit(input, depends));
      }
      case 'Join':
        return mapInputs(node, (input) => visit(input, false));
      case 'Window': {
        const depends = node.orderBy.length === 0;
        return mapInputs(node, (input) => visit(input, depends));
      }
      case 'Materialize':
        return shared.rewrite(node, (input) => visit(input, true));
      default:
        return mapInputs(node, (input) => visit(input, true));
    }
  };
  return visit(plan, true);
});
