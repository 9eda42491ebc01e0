import { estimate } from '../../statistics/index.js';
import type { Aggregate } from '../../logical/plan.js';
import type { PhysicalPlan } from '../plan.js';
import type { PhysicalContext } from './context.js';

/** A row group that covers less of a key's range than this shares few groups with the others. */
const LOCAL_SPAN = 0.1;

/** Groups by hashing; `isLocal` when statistics show that the input is stored in the order of a key. */
export function createAggregate(node: Aggregate, context: PhysicalContext): PhysicalPlan {
  const { input, keys, aggregates } = node;
  const { columns } = estimate(input);
  const isLocal = keys.some(({ expr }) => expr.kind === 'Column' && (columns.get(expr.id)?.span ?? 1) < LOCAL_SPAN);
  return { kind: 'HashAggregate', input: context.create(input), keys, aggregates, isLocal, estimatedRows: context.estimateRows(node) };
}
