import { estimate } from '../../statistics/index.js';
import type { ColumnId } from '../../logical/expr.js';
import type { Aggregate } from '../../logical/plan.js';
import type { PhysicalHashAggregate, PhysicalPlan } from '../plan.js';
import type { PhysicalContext } from './context.js';

/** A row group that covers less of a key's range than this shares few groups with the others. */
const LOCAL_SPAN = 0.1;

/** Fewer groups than this, each whole in one task, may leave the other tasks with nothing to do. */
const SPREAD_GROUPS = 256;

/**
 * Groups by hashing; `isLocal` when statistics show that the input is stored in the order of a key.
 *
 * A grouping of groups, as count(DISTINCT …) becomes one, has the inner one keep all groups of an outer group together, so that the outer one
 * needs no merging.
 */
export function createAggregate(node: Aggregate, context: PhysicalContext): PhysicalPlan {
  const { input, keys, aggregates } = node;
  const { columns } = estimate(input);
  const isLocal = keys.some(({ expr }) => expr.kind === 'Column' && (columns.get(expr.id)?.span ?? 1) < LOCAL_SPAN);
  const estimatedRows = context.estimateRows(node);
  const created = context.create(input);
  const ids = keys.flatMap(({ expr }) => (expr.kind === 'Column' ? [expr.id] : []));
  const isSpread = ids.length > 0 && ids.length === keys.length && estimatedRows >= SPREAD_GROUPS;
  const together = isSpread ? keepTogether(created, ids) : undefined;
  return {
    kind: 'HashAggregate',
    input: together ?? created,
    keys,
    aggregates,
    isLocal,
    rangeKeys: keys.length,
    hasWholeGroups: together !== undefined,
    estimatedRows,
  };
}

/** The plan such that rows with equal `ids` come out in one partition, if it groups by these. */
function keepTogether(plan: PhysicalPlan, ids: readonly ColumnId[]): PhysicalPlan | undefined {
  switch (plan.kind) {
    case 'Filter': {
      const input = keepTogether(plan.input, ids);
      return input && { ...plan, input };
    }
    case 'Project': {
      const sources = ids.map((id) => plan.items.find((item) => item.id === id)!.expr);
      const input = keepTogether(
        plan.input,
        sources.flatMap((expr) => (expr.kind === 'Column' ? [expr.id] : [])),
      );
      return sources.every(({ kind }) => kind === 'Column') && input !== undefined ? { ...plan, input } : undefined;
    }
    case 'HashAggregate':
      return keepGroupsTogether(plan, ids);
    default:
      return undefined;
  }
}

function keepGroupsTogether(plan: PhysicalHashAggregate, ids: readonly ColumnId[]): PhysicalPlan | undefined {
  if (plan.hasWholeGroups) return undefined;
  const [outer, other] = [true, false].map((isOuter) => plan.keys.filter(({ id }) => ids.includes(id) === isOuter));
  return outer.length === new Set(ids).size ? { ...plan, keys: [...outer, ...other], rangeKeys: outer.length } : undefined;
}
