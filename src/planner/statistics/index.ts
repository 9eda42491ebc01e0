import type { ColumnId, Expr } from '../logical/expr.js';
import type { Aggregate, Join, LogicalPlan, ProjectItem, Scan } from '../logical/plan.js';
import { conjunctsOf } from '../logical/make.js';
import { freeColumns, outputColumns } from '../logical/columns.js';
import type { ColumnEstimate } from './column-estimate.js';
import { distinctAfter, estimateTableColumn } from './column-estimate.js';
import { backoff, conjunctionSelectivity, estimateOf, selectivity } from './selectivity.js';

/** What a plan is expected to give. Never a promise: only costs depend on it. */
export interface PlanEstimate {
  readonly rows: number;
  readonly columns: ReadonlyMap<ColumnId, ColumnEstimate>;
}

const known = new WeakMap<LogicalPlan, PlanEstimate>();

/** Expected rows and columns of a plan, remembered per node. */
export function estimate(plan: LogicalPlan): PlanEstimate {
  let result = known.get(plan);
  if (result === undefined) known.set(plan, (result = estimateNode(plan)));
  return result;
}

/** Expected rows of a plan, at least one unless there can be none. */
export const estimateRows = (plan: LogicalPlan): number => estimate(plan).rows;

const atLeastOne = (rows: number): number => Math.max(1, rows);
const UNNEST_FACTOR = 5;
const RECURSION_FACTOR = 10;
const SERIES_ROWS = 1000;

function estimateNode(plan: LogicalPlan): PlanEstimate {
  switch (plan.kind) {
    case 'Scan':
      return estimateScan(plan);
    case 'Values':
      return {
        rows: plan.rows.length,
        columns: new Map(plan.columns.map(({ id }) => [id, { distinct: atLeastOne(plan.rows.length), nullFraction: 0 }])),
      };
    case 'TableFunction':
      return unknownColumns(plan, SERIES_ROWS);
    case 'RecursiveRef':
      return unknownColumns(plan, 100);
    case 'RecursiveUnion':
      return unknownColumns(plan, estimateRows(plan.base) * RECURSION_FACTOR);
    case 'Filter':
      return filtered(estimate(plan.input), plan.conjuncts);
    case 'Project': {
      const input = estimate(plan.input);
      return { rows: input.rows, columns: itemEstimates(plan.items, input) };
    }
    case 'Aggregate':
      return estimateAggregate(plan);
    case 'Join':
    case 'DependentJoin':
      return estimateJoin(plan as Join);
    case 'Sort':
      return estimate(plan.input);
    case 'Limit': {
      const input = estimate(plan.input);
      const limit = plan.limit?.kind === 'Literal' && plan.limit.value !== null ? Number(plan.limit.value) : Infinity;
      return scaled(input, Math.min(input.rows, limit));
    }
    case 'Window': {
      const input = estimate(plan.input);
      return {
        rows: input.rows,
        columns: new Map([...input.columns, ...plan.items.map(({ id }) => [id, unknownColumn(input.rows)] as const)]),
      };
    }
    case 'UnionAll': {
      const inputs = plan.inputs.map((input) => estimate(input.plan));
      const rows = inputs.reduce((sum, input) => sum + input.rows, 0);
      const columns = plan.columns.map(({ id }, i): [ColumnId, ColumnEstimate] => {
        const sources = plan.inputs.map(({ sources: own }, k) => inputs[k].columns.get(own[i].id)?.distinct ?? inputs[k].rows);
        return [
          id,
          {
            distinct: atLeastOne(
              Math.min(
                rows,
                sources.reduce((sum, distinct) => sum + distinct, 0),
              ),
            ),
            nullFraction: 0,
          },
        ];
      });
      return { rows, columns: new Map(columns) };
    }
    case 'Unnest': {
      const input = estimate(plan.input);
      const rows = input.rows * UNNEST_FACTOR;
      const added = [...plan.columns, ...(plan.ordinality === undefined ? [] : [plan.ordinality])];
      return { rows, columns: new Map([...input.columns, ...added.map(({ id }) => [id, unknownColumn(rows)] as const)]) };
    }
    case 'Materialize': {
      const input = estimate(plan.input);
      return {
        rows: input.rows,
        columns: new Map(plan.columns.map(({ id }, i) => [id, input.columns.get(plan.sources[i]) ?? unknownColumn(input.rows)])),
      };
    }
  }
}

const unknownColumn = (rows: number): ColumnEstimate => ({ distinct: atLeastOne(rows), nullFraction: 0 });
const unknownColumns = (plan: LogicalPlan, rows: number): PlanEstimate => ({
  rows,
  columns: new Map(outputColumns(plan).map(({ id }) => [id, unknownColumn(rows)])),
});

function estimateScan(plan: Scan): PlanEstimate {
  const { table } = plan;
  const columns = new Map<ColumnId, ColumnEstimate>();
  for (const { id, ordinal, type } of plan.columns) columns.set(id, estimateTableColumn(table, ordinal, type));
  return filtered({ rows: table.rowCount, columns }, plan.conjuncts);
}

function filtered(input: PlanEstimate, conjuncts: readonly Expr[]): PlanEstimate {
  if (conjuncts.length === 0) return input;
  const flat = conjuncts.flatMap(conjunctsOf);
  const result = scaled(input, atLeastOne(input.rows * conjunctionSelectivity(flat, input.columns)));
  const columns = new Map(result.columns);
  for (const conjunct of flat) {
    // A condition on the key itself leaves a smaller domain.
    const [only, ...more] = freeColumns(conjunct).keys();
    const known = columns.get(only);
    if (more.length === 0 && known?.domain !== undefined) columns.set(only, { ...known, domain: undefined });
    if (conjunct.kind !== 'Call' || conjunct.fn.name !== '=') continue;
    const [left, right] = conjunct.args;
    for (const [side, other] of [
      [left, right],
      [right, left],
    ]) {
      if (side.kind === 'Column' && other.kind === 'Literal') columns.set(side.id, { distinct: 1, nullFraction: 0 });
    }
  }
  return { rows: result.rows, columns };
}

/** The same columns with fewer or more rows. */
function scaled(input: PlanEstimate, rows: number): PlanEstimate {
  if (rows >= input.rows) return { rows, columns: input.columns };
  const columns = new Map<ColumnId, ColumnEstimate>();
  input.columns.forEach((column, id) => columns.set(id, { ...column, distinct: distinctAfter(column.distinct, input.rows, rows) }));
  return { rows, columns };
}

function itemEstimates(items: readonly ProjectItem[], input: PlanEstimate): Map<ColumnId, ColumnEstimate> {
  return new Map(
    items.map(({ id, expr }) => {
      if (expr.kind === 'Literal') return [id, { distinct: 1, nullFraction: expr.value === null ? 1 : 0 }];
      return [id, estimateOf(expr, input.columns) ?? unknownColumn(input.rows)];
    }),
  );
}

function estimateAggregate(plan: Aggregate): PlanEstimate {
  const input = estimate(plan.input);
  const keys = itemEstimates(plan.keys, input);
  const product = backoff([...keys.values()].map(({ distinct }) => 1 / distinct));
  const groups = plan.keys.length === 0 ? 1 : atLeastOne(Math.min(input.rows, 1 / product));
  const rows = groups * (plan.groupingSets?.length ?? 1);
  const others = [...plan.aggregates, ...(plan.groupingId === undefined ? [] : [plan.groupingId])];
  return { rows, columns: new Map([...keys, ...others.map(({ id }) => [id, unknownColumn(rows)] as const)]) };
}

function estimateJoin(plan: Join): PlanEstimate {
  const left = estimate(plan.left);
  const right = estimate(plan.right);
  const both = new Map([...left.columns, ...right.columns]);
  const share = joinSelectivity(plan.on, both);
  const inner = atLeastOne(left.rows * right.rows * share);
  switch (plan.type) {
    case 'inner':
      return capped(both, inner);
    case 'left':
      return capped(both, Math.max(left.rows, inner));
    case 'right':
      return capped(both, Math.max(right.rows, inner));
    case 'full':
      return capped(both, Math.max(left.rows, inner) + right.rows / 2);
    case 'semi':
      return scaled(left, atLeastOne(left.rows * matchedShare(plan, left, right)));
    case 'anti':
      return scaled(left, atLeastOne(left.rows * Math.max(0.1, 1 - matchedShare(plan, left, right))));
    case 'mark':
      return {
        rows: left.rows,
        columns: plan.mark === undefined ? left.columns : new Map([...left.columns, [plan.mark.id, { distinct: 2, nullFraction: 0 }]]),
      };
    case 'single':
      return capped(both, left.rows);
  }
}

function capped(columns: ReadonlyMap<ColumnId, ColumnEstimate>, rows: number): PlanEstimate {
  const result = new Map<ColumnId, ColumnEstimate>();
  columns.forEach((column, id) => result.set(id, column.distinct <= rows ? column : { ...column, distinct: atLeastOne(rows) }));
  return { rows, columns: result };
}

/** The share of all pairs that a join condition keeps. */
export function joinSelectivity(on: readonly Expr[], columns: ReadonlyMap<ColumnId, ColumnEstimate>): number {
  return backoff(on.flatMap(conjunctsOf).map((condition) => selectivity(condition, columns)));
}

/** The share of left rows with a match: values of the side with fewer of them are assumed to be among the other's. */
export function matchedShare(plan: Join, left: PlanEstimate, right: PlanEstimate): number {
  if (plan.on.length === 0) return right.rows >= 1 ? 1 : 0.5;
  const shares = plan.on.flatMap(conjunctsOf).map((condition) => {
    const sides =
      condition.kind === 'Call' && condition.fn.name === '='
        ? condition.args
        : condition.kind === 'Distinct' && condition.negated
          ? [condition.left, condition.right]
          : [];
    if (sides.length !== 2) return 0.7;
    const own = sides.map((side) => estimateOf(side, left.columns)).find((column) => column !== undefined);
    const other = sides.map((side) => estimateOf(side, right.columns)).find((column) => column !== undefined);
    return own === undefined || other === undefined ? 0.5 : Math.min(1, other.distinct / own.distinct);
  });
  return Math.min(...shares);
}
