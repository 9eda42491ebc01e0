import type { LogicalPlan } from '../logical/plan.js';
import { estimateRows } from '../statistics/index.js';
import { rule } from './rule.js';

/**
 * Puts the side with fewer rows on the right of an inner or full join, where the hash table is built. The others are not symmetric: their
 * right side is built whatever its size.
 */
export const chooseBuildSide = rule('ChooseBuildSide', 'Join', (node): LogicalPlan | undefined => {
  if (node.type !== 'inner' && node.type !== 'full') return undefined;
  return estimateRows(node.right) > estimateRows(node.left) ? { ...node, left: node.right, right: node.left } : undefined;
});
