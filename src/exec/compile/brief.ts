import type { PhysicalPlan } from '../../planner/physical/plan.js';

/** Given rows that the calling thread passes through a pipeline sooner than a message reaches another thread. */
const MOST_ROWS = 1000;

/**
 * Whether a plan only passes some given rows straight through: no operator makes rows, reads, or keeps any, so running it cannot take long.
 *
 * Not so with an Unnest, however few its rows are: each of these makes a thousand of one.
 *
 *   SELECT unnest(a) FROM (SELECT a, unnest(a) FROM (SELECT a, unnest(a) FROM (VALUES (<an array of a thousand>)) t(a)))
 */
export function isBrief(plan: PhysicalPlan): boolean {
  switch (plan.kind) {
    case 'Values':
      return plan.rows.length <= MOST_ROWS;
    case 'Filter':
    case 'Project':
      return isBrief(plan.input);
    default:
      return false;
  }
}
