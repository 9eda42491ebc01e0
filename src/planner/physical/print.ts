import { printExpr } from '../logical/print.js';
import type { Expr, SortKey } from '../logical/expr.js';
import type { PhysicalPlan } from './plan.js';

/** One operator of a plan that is drawn as a tree. */
export interface PlanLine {
  readonly node: PhysicalPlan;
  /** The branches that lead to the operator, and those that run past what else is said of it. */
  readonly lead: string;
  readonly rest: string;
  readonly text: string;
}

/** The plan as a tree, one operator per line, with the rows that the planner expects. */
export const printPhysicalPlan = (plan: PhysicalPlan): readonly string[] =>
  planLines(plan).map(({ node, lead, text }) => `${lead}${text}  (rows≈${Math.round(node.estimatedRows)}${partitionsOf(node)})`);

function partitionsOf(node: PhysicalPlan): string {
  if (node.kind !== 'Scan') return '';
  const { length } = node.partitions;
  return `, ${length} ${length === 1 ? 'partition' : 'partitions'}`;
}

/** A plan's operators from the top down. What a shared subplan consists of is shown at its first use, as `inputsOfNode` has it. */
export function planLines(plan: PhysicalPlan, inputsOfNode = inputsOf): readonly PlanLine[] {
  const lines: PlanLine[] = [];
  const shown = new Set<number>();
  const visit = (node: PhysicalPlan, lead: string, childLead: string) => {
    const repeated = node.kind === 'Materialize' && shown.has(node.id);
    if (node.kind === 'Materialize') shown.add(node.id);
    const inputs = repeated ? [] : inputsOfNode(node);
    const rest = `${childLead}${inputs.length > 0 ? '│  ' : '   '}`;
    lines.push({ node, lead, rest, text: describe(node) + (repeated ? ' (shown above)' : '') });
    inputs.forEach((input, i) => {
      const last = i === inputs.length - 1;
      visit(input, `${childLead}${last ? '└─ ' : '├─ '}`, `${childLead}${last ? '   ' : '│  '}`);
    });
  };
  visit(plan, '', '');
  return lines;
}

/** What an operator reads; the probe side of a join first. */
export function inputsOf(plan: PhysicalPlan): readonly PhysicalPlan[] {
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

/** An operator in a line, without its inputs. */
export function describe(plan: PhysicalPlan): string {
  switch (plan.kind) {
    case 'Scan': {
      const where = plan.conjuncts.length === 0 ? '' : ` where ${plan.conjuncts.map(show).join(' and ')}`;
      const filters = (plan.runtimeFilters ?? []).map(
        ({ join, columns }) =>
          `, if in join #${join} by ${columns.map((id) => plan.columns.find((column) => column.id === id)!.name).join(', ')}`,
      );
      return `Scan ${plan.table.name} [${names(plan.columns)}]${where}${filters.join('')}`;
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
          `${call.fn.name}(${call.args.length === 0 ? '*' : call.args.map(show).join(', ')})${call.filter === undefined ? '' : ` filter ${printExpr(call.filter)}`}`,
      );
      return `HashAggregate${keys}${aggregates.length === 0 ? '' : ` computing ${aggregates.join(', ')}`}`;
    }
    case 'HashJoin': {
      const keys = plan.keys.map(
        ({ probe, build, nullSafe }) => `${printExpr(probe)} ${nullSafe ? 'is not distinct from' : '='} ${printExpr(build)}`,
      );
      return `HashJoin${plan.filterId === undefined ? '' : ` #${plan.filterId}`} ${plan.type} on ${[...keys, ...plan.residual.map(show)].join(' and ')}`;
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
      return `Window ${plan.items.map(({ call }) => `${call.fn.name}(${call.args.map(show).join(', ')})`).join(', ')}${by}${plan.orderBy.length === 0 ? '' : ` order by ${sortKeys(plan.orderBy)}`}${plan.firstRows === undefined ? '' : ` first ${plan.firstRows.rows}`}`;
    }
    case 'UnionAll':
      return 'UnionAll';
    case 'Unnest':
      return `Unnest ${plan.arrays.map(show).join(', ')}`;
    case 'Materialize':
      return `Materialize #${plan.id}`;
  }
}
