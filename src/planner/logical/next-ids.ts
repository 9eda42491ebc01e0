import { exprsOf, inputsOf, operandsOf } from './children.js';
import { columnIds } from './columns.js';
import type { NewColumnId } from './columns.js';
import type { Expr } from './expr.js';
import type { LogicalPlan } from './plan.js';

/** An allocator that starts above every id in a plan, of columns and of shared plans. */
export function idsAbove(plan: LogicalPlan): NewColumnId {
  let highest = 0;
  const see = (id: number): void => {
    if (id > highest) highest = id;
  };
  const seen = new Set<LogicalPlan>();
  const visitExpr = (expr: Expr): void => {
    for (const operand of operandsOf(expr)) visitExpr(operand);
    if (expr.kind === 'Subquery') visit(expr.plan);
  };
  const visit = (node: LogicalPlan): void => {
    if (seen.has(node)) return;
    seen.add(node);
    switch (node.kind) {
      case 'Project':
      case 'Window':
        for (const { id } of node.items) see(id);
        break;
      case 'Aggregate':
        for (const { id } of [...node.keys, ...node.aggregates]) see(id);
        if (node.groupingId !== undefined) see(node.groupingId.id);
        break;
      case 'Join':
      case 'DependentJoin':
        if (node.mark !== undefined) see(node.mark.id);
        break;
      case 'Filter':
      case 'Sort':
      case 'Limit':
        break;
      default:
        for (const { id } of node.columns) see(id);
        if (node.kind === 'Unnest' && node.ordinality !== undefined) see(node.ordinality.id);
        if ('id' in node) see(node.id);
    }
    for (const expr of exprsOf(node)) visitExpr(expr);
    for (const input of inputsOf(node)) visit(input);
  };
  visit(plan);
  return columnIds(highest + 1);
}
