import { InternalError } from '../../errors.js';
import '../../functions/index.js';
import { printPlan } from '../logical/print.js';
import { verifyPlan } from '../logical/verify.js';
import { idsAbove } from '../logical/next-ids.js';
import { outputColumns } from '../logical/columns.js';
import { pass } from '../logical/make.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import { chooseBuildSide } from './choose-build-side.js';
import { eliminateDependentJoins } from './eliminate-dependent-joins.js';
import { eliminateEmpty } from './eliminate-empty.js';
import { eliminateMaterialize } from './eliminate-materialize.js';
import { eliminateSort } from './eliminate-sort.js';
import { eliminateWideningCasts } from './eliminate-widening-casts.js';
import { foldLimits } from './fold-limits.js';
import { foldStatistics } from './fold-statistics.js';
import { mergeEqualPlans } from './merge-equal-plans.js';
import { mergeProjects } from './merge-projects.js';
import { narrowDecimals } from './narrow-decimals.js';
import { narrowScans } from './narrow-scans.js';
import { pruneColumns } from './prune-columns.js';
import { pullConstantsFromSums } from './pull-constants-from-sums.js';
import { pullSubqueries } from './pull-subqueries.js';
import { pushFilters } from './push-filters.js';
import { pushLimit } from './push-limit.js';
import { reorderJoins } from './reorder-joins.js';
import type { Rule } from './rule.js';
import { shareFilteredScans } from './share-filtered-scans.js';
import { simplifyExpressions } from './simplify-expressions.js';
import { splitAggregates } from './split-aggregates.js';
import { splitGroupingSets } from './split-grouping-sets.js';

/** Rules that execution depends on: afterwards no subquery, dependent join, grouping set, DISTINCT or ordered aggregate is left. */
const REQUIRED: readonly Rule[] = [foldLimits, pullSubqueries, splitGroupingSets, eliminateDependentJoins, splitAggregates];

/** Rules that only make plans faster, in order; each can be switched off by its name. */
const OPTIONAL: readonly Rule[] = [
  narrowScans,
  eliminateMaterialize,
  simplifyExpressions,
  mergeProjects,
  pushFilters,
  simplifyExpressions,
  eliminateEmpty,
  eliminateSort,
  mergeProjects,
  foldStatistics,
  reorderJoins,
  chooseBuildSide,
  pushLimit,
  mergeProjects,
  mergeEqualPlans,
  pruneColumns,
  shareFilteredScans,
  pullConstantsFromSums,
  eliminateWideningCasts,
  narrowDecimals,
];

export interface OptimizeOptions {
  /** Optional rules not to run, by name. */
  readonly disabled?: ReadonlySet<string> | 'all-optional';
  /** Sees every rule that changed the plan. */
  readonly trace?: (rule: string, before: LogicalPlan, after: LogicalPlan) => void;
  /** Checks the plan after every rule that changed it; a broken one is an InternalError. */
  readonly verify?: boolean;
}

/** The names of the rules that `disabled` may hold. */
export const optionalRuleNames = (): readonly string[] => [...new Set(OPTIONAL.map(({ name }) => name))];

/** An equivalent plan that can be executed, with the same output columns in the same order. */
export function optimize(plan: LogicalPlan, options: OptimizeOptions = {}): LogicalPlan {
  const context = { newId: idsAbove(plan) };
  const { disabled } = options;
  const optional = disabled === 'all-optional' ? [] : OPTIONAL.filter(({ name }) => disabled?.has(name) !== true);
  const promised = outputColumns(plan);
  let current = plan;
  for (const { name, apply } of [...REQUIRED, ...optional]) {
    const after = withOutputs(apply(current, context), promised);
    if (after === current) continue;
    if (options.trace !== undefined && printPlan(after) !== printPlan(current)) options.trace(name, current, after);
    if (options.verify === true) verifyAfter(name, after);
    current = after;
  }
  return current;
}

function verifyAfter(name: string, plan: LogicalPlan): void {
  try {
    verifyPlan(plan);
  } catch (error) {
    throw new InternalError(`${name} broke the plan: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The promised columns, in their order. */
function withOutputs(plan: LogicalPlan, promised: readonly OutputColumn[]): LogicalPlan {
  const given = outputColumns(plan);
  return given.length === promised.length && given.every(({ id }, i) => id === promised[i].id)
    ? plan
    : { kind: 'Project', input: plan, items: promised.map(pass) };
}
