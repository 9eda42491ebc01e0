import { classOf } from '../../../functions/code.js';
import { operandsOf } from '../../logical/children.js';
import { isVolatile, mayRaise } from '../../logical/effects.js';
import type { Expr } from '../../logical/expr.js';
import type { Scan } from '../../logical/plan.js';
import { selectivity } from '../../statistics/selectivity.js';
import { estimateTableColumn } from '../../statistics/column-estimate.js';
import type { PhysicalPlan } from '../plan.js';
import type { PhysicalContext } from './context.js';

/** When more rows than this are left, numbering them costs more than it saves. */
const MOST_SELECTED = 0.6;

/** Reads the partitions that are left, cheap conditions first. */
export function createScan(node: Scan, context: PhysicalContext): PhysicalPlan {
  const estimatedRows = context.estimateRows(node);
  const isSelective = estimatedRows <= MOST_SELECTED * node.table.rowCount;
  return { ...node, ...context.partitionsOf(node), conjuncts: inOrder(node), isSelective, estimatedRows };
}

/** Conditions in the order in which they are decided: by what they cost, then by how many rows they drop; as written where one may raise. */
function inOrder({ conjuncts, columns, table }: Scan): readonly Expr[] {
  if (conjuncts.length < 2 || conjuncts.some((conjunct) => mayRaise(conjunct) || isVolatile(conjunct))) return conjuncts;
  const estimates = new Map(columns.map(({ id, ordinal, type }) => [id, estimateTableColumn(table, ordinal, type)]));
  return conjuncts
    .map((conjunct) => ({ conjunct, cost: costOf(conjunct), kept: selectivity(conjunct, estimates) }))
    .sort((a, b) => a.cost - b.cost || a.kept - b.kept)
    .map(({ conjunct }) => conjunct);
}

const CHEAP = 0;
const STRING_COMPARISON = 1;
const STRING_FUNCTION = 2;

/** How much it costs to decide a condition for a row, in classes far apart. */
function costOf(expr: Expr): number {
  const own =
    expr.kind === 'Call' || expr.kind === 'InList' || expr.kind === 'Distinct' || expr.kind === 'Cast' ? costOfStrings(expr) : CHEAP;
  return Math.max(own, ...operandsOf(expr).map(costOf));
}

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>=']);

function costOfStrings(expr: Expr): number {
  if (!operandsOf(expr).some(({ type }) => classOf(type) === 'view')) return CHEAP;
  return expr.kind !== 'Call' || COMPARISONS.has(expr.fn.name) ? STRING_COMPARISON : STRING_FUNCTION;
}
