import type { ColumnId, Expr } from '../../logical/expr.js';
import type { Filter, LogicalPlan, Window } from '../../logical/plan.js';
import { mayRaise } from '../../logical/effects.js';
import { estimate } from '../../statistics/index.js';
import type { PhysicalPlan, PhysicalWindow } from '../plan.js';
import type { PhysicalContext } from './context.js';

/** A filter; a window below it of which only the first rows of each partition are wanted is told so. */
export function createFilter(node: Filter, context: PhysicalContext): PhysicalPlan {
  const created = context.create(node.input);
  const firstRows = node.input.kind === 'Window' ? firstRowsOf(node.input, node.conjuncts) : undefined;
  const input = firstRows !== undefined && created.kind === 'Window' ? { ...created, firstRows } : created;
  return { ...node, input, estimatedRows: context.estimateRows(node) };
}

/** A partition must have so many times the wanted rows, or keeping account of them saves nothing. */
const WORTH_ROWS = 4;
const MOST_ROWS = 16;
const MOST_PARTITIONS = 1 << 19;

/**
 * How many rows of each partition can pass the conjuncts, when these compare row_number() or rank() with a constant and the window computes
 * nothing else. Both count rows that come before one, so both stay what they are for the rows that pass; dense_rank() counts distinct values
 * among rows that are left out then:
 *
 *   SELECT * FROM (SELECT *, dense_rank() OVER (PARTITION BY a ORDER BY b) AS r FROM t) AS q WHERE r <= 2
 *
 * Only over plans that cannot raise, since which rows are left out depends on the order in which threads come to them.
 */
function firstRowsOf(window: Window, conjuncts: readonly Expr[]): PhysicalWindow['firstRows'] {
  const { input, partitionBy, orderBy, items } = window;
  if (partitionBy.length !== 1 || orderBy.length === 0 || !isHarmless(input)) return undefined;
  if ([...partitionBy, ...orderBy.map(({ expr }) => expr)].some((expr) => expr.kind !== 'Column')) return undefined;
  if (!items.every(({ call: { fn } }) => fn.kind === 'window' && (fn.name === 'row_number' || fn.name === 'rank'))) return undefined;
  const bounds = conjuncts.flatMap((conjunct) => upperBound(conjunct, new Set(items.map(({ id }) => id))) ?? []);
  const rows = Math.min(...bounds);
  if (!(rows >= 1 && rows <= MOST_ROWS)) return undefined;
  const { columns, rows: inputRows } = estimate(input);
  const [key] = partitionBy;
  const partitions = key.kind === 'Column' ? (columns.get(key.id)?.distinct ?? inputRows) : inputRows;
  if (partitions > MOST_PARTITIONS || partitions * rows * WORTH_ROWS > inputRows) return undefined;
  return { rows, partitions: 2 ** Math.ceil(Math.log2(partitions)) };
}

/** The greatest whole number that a column of `ids` can be where the conjunct holds; undefined when it is of another form. */
function upperBound(conjunct: Expr, ids: ReadonlySet<ColumnId>): number | undefined {
  if (conjunct.kind !== 'Call') return undefined;
  const [left, right] = conjunct.args;
  const isColumn = (expr: Expr | undefined): boolean => expr?.kind === 'Column' && ids.has(expr.id);
  const wholeOf = (expr: Expr): number | undefined => {
    if (expr.kind !== 'Literal' || (typeof expr.value !== 'bigint' && typeof expr.value !== 'number')) return undefined;
    return expr.type.kind === 'bigint' || expr.type.kind === 'integer' || expr.type.kind === 'smallint' ? Number(expr.value) : undefined;
  };
  const minusOne = (bound: number | undefined): number | undefined => (bound === undefined ? undefined : bound - 1);
  switch (conjunct.fn.name) {
    case '=':
      return isColumn(left) ? wholeOf(right) : isColumn(right) ? wholeOf(left) : undefined;
    case '<=':
      return isColumn(left) ? wholeOf(right) : undefined;
    case '<':
      return isColumn(left) ? minusOne(wholeOf(right)) : undefined;
    case '>=':
      return isColumn(right) ? wholeOf(left) : undefined;
    case '>':
      return isColumn(right) ? minusOne(wholeOf(left)) : undefined;
    default:
      return undefined;
  }
}

function isHarmless(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case 'Scan':
      return true;
    case 'Filter':
      return !plan.conjuncts.some(mayRaise) && isHarmless(plan.input);
    case 'Project':
      return plan.items.every(({ expr }) => expr.kind === 'Column' || expr.kind === 'Literal') && isHarmless(plan.input);
    default:
      return false;
  }
}
