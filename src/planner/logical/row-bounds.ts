import type { LogicalPlan } from './plan.js';

/** How many rows a plan gives at least and at most, whatever the data; `most` may be Infinity. */
export interface RowBounds {
  readonly least: number;
  readonly most: number;
}

const ANY: RowBounds = { least: 0, most: Infinity };

/** The rows that a plan must give, proven from its shape alone. For a correlated plan: per outer row. */
export function rowBounds(plan: LogicalPlan): RowBounds {
  switch (plan.kind) {
    case 'Values':
      return { least: plan.rows.length, most: plan.rows.length };
    case 'Project':
    case 'Sort':
    case 'Window':
    case 'Materialize':
      return rowBounds(plan.input);
    case 'Filter':
      return { least: 0, most: rowBounds(plan.input).most };
    case 'Aggregate': {
      if (plan.groupingSets !== undefined) return ANY;
      if (plan.keys.length === 0) return { least: 1, most: 1 };
      const input = rowBounds(plan.input);
      return { least: Math.min(1, input.least), most: input.most };
    }
    case 'Limit': {
      const input = rowBounds(plan.input);
      const limit = plan.limit?.kind === 'Literal' && plan.limit.value !== null ? Number(plan.limit.value) : Infinity;
      const constant = (plan.limit === undefined || plan.limit.kind === 'Literal') && plan.offset === undefined;
      return { least: constant ? Math.min(input.least, limit) : 0, most: Math.min(input.most, limit) };
    }
    case 'UnionAll': {
      const inputs = plan.inputs.map((input) => rowBounds(input.plan));
      return { least: inputs.reduce((sum, { least }) => sum + least, 0), most: inputs.reduce((sum, { most }) => sum + most, 0) };
    }
    case 'Join':
    case 'DependentJoin':
      return joinBounds(plan.type, rowBounds(plan.left), rowBounds(plan.right), plan.on.length === 0);
    default:
      return ANY;
  }
}

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

function joinBounds(type: string, left: RowBounds, right: RowBounds, cross: boolean): RowBounds {
  switch (type) {
    case 'inner':
      return { least: cross ? left.least * right.least : 0, most: times(left.most, right.most) };
    case 'left':
      return { least: left.least, most: times(left.most, Math.max(1, right.most)) };
    case 'mark':
    case 'single':
      return left;
    case 'semi':
      return { least: cross && right.least > 0 ? left.least : 0, most: left.most };
    case 'anti':
      return { least: 0, most: left.most };
    case 'right':
      return { least: right.least, most: times(right.most, Math.max(1, left.most)) };
    default:
      return ANY;
  }
}
