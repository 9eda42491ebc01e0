import { printExpr } from '../logical/print.js';
import type { Expr, SortKey } from '../logical/expr.js';
import type { PhysicalPlan } from './plan.js';

/** The plan as a tree, one operator per line, with the rows that the planner expects. */
export function printPhysicalPlan(plan: PhysicalPlan): readonly string[] {
  const lines: string[] = [];
  const visit = (node: PhysicalPlan, lead: string, childLead: string) => {
    lines.push(`${lead}${describe(node)}  (rows≈${Math.round(node.estimatedRows)})`);
    const inputs = inputsOf(node);
    inputs.forEach((input, i) => {
      const last = i === inputs.length - 1;
      visit(input, `${childLead}${last ? '└─ ' : '├─ '}`, `${childLead}${last ? '   ' : '│  '}`);
    });
  };
  visit(plan, '', '');
  return lines;
}

function inputsOf(plan: PhysicalPlan): readonly PhysicalPlan[] {
  switch (plan.kind) {
    case 'Scan':
    case 'Values':
    case 'Series':
      return [];
    case 'HashJoin':
    case 'NestedLoopJoin':
      return [plan.probe, plan.build];
    case 'UnionAll':
      return plan.inputs.map((input) => input.plan);
    default:
      return [plan.input];
  }
}

const show = (expr: Expr): string => printExpr(expr);

const sortKeys = (keys: readonly SortKey[]): string =>
  keys
    .map(
      ({ expr, descending, nullsFirst }) =>
        `${printExpr(expr)}${descending ? ' desc' : ''}${nullsFirst === descending ? '' : nullsFirst ? ' nulls first' : ' nulls last'}`,
    )
    .join(', ');

const names = (columns: readonly { readonly name: string }[]): string => columns.map(({ name }) => name).join(', ');

function describe(plan: PhysicalPlan): string {
  switch (plan.kind) {
    case 'Scan': {
      const where = plan.conjuncts.length === 0 ? '' : ` where ${plan.conjuncts.map(show).join(' and ')}`;
      return `Scan ${plan.table.name} [${names(plan.columns)}]${where}, ${plan.partitions.length} ${plan.partitions.length === 1 ? 'partition' : 'partitions'}`;
    }
    case 'Values':
      return `Values [${names(plan.columns)}]`;
    case 'Series':
      return `Series ${plan.name}(${plan.args.map(show).join(', ')})`;
    case 'Filter':
      return `Filter ${plan.conjuncts.map(show).join(' and ')}`;
    case 'Project':
      return `Project ${plan.items.map(({ name, expr }) => (expr.kind === 'Column' && expr.name === name ? name : `${printExpr(expr)} as ${name}`)).join(', ')}`;
    case 'HashAggregate': {
      const keys = plan.keys.length === 0 ? '' : ` by ${plan.keys.map(({ expr }) => printExpr(expr)).join(', ')}`;
      const aggregates = plan.aggregates.map(
        ({ call }) =>
          `${call.fn.name}(${call.args.map(show).join(', ')})${call.filter === undefined ? '' : ` filter ${printExpr(call.filter)}`}`,
      );
      return `HashAggregate${keys}${aggregates.length === 0 ? '' : ` computing ${aggregates.join(', ')}`}`;
    }
    case 'HashJoin': {
      const keys = plan.keys.map(
        ({ probe, build, nullSafe }) => `${printExpr(probe)} ${nullSafe ? 'is not distinct from' : '='} ${printExpr(build)}`,
      );
      return `HashJoin ${plan.type} on ${[...keys, ...plan.residual.map(show)].join(' and ')}`;
    }
    case 'NestedLoopJoin':
      return `NestedLoopJoin ${plan.type}${plan.on.length === 0 ? '' : ` on ${plan.on.map(show).join(' and ')}`}`;
    case 'Sort':
      return `Sort ${sortKeys(plan.keys)}`;
    case 'TopN':
      return `TopN ${sortKeys(plan.keys)} limit ${plan.limit}${plan.offset > 0 ? ` offset ${plan.offset}` : ''}`;
    case 'Limit':
      return `Limit ${plan.limit === Infinity ? 'all' : plan.limit}${plan.offset > 0 ? ` offset ${plan.offset}` : ''}`;
    case 'Window': {
      const by = plan.partitionBy.length === 0 ? '' : ` partition by ${plan.partitionBy.map(show).join(', ')}`;
      return `Window ${plan.items.map(({ call }) => `${call.fn.name}(${call.args.map(show).join(', ')})`).join(', ')}${by}${plan.orderBy.length === 0 ? '' : ` order by ${sortKeys(plan.orderBy)}`}`;
    }
    case 'UnionAll':
      return 'UnionAll';
    case 'Unnest':
      return `Unnest ${plan.arrays.map(show).join(', ')}`;
    case 'Materialize':
      return `Materialize #${plan.id}`;
  }
}
