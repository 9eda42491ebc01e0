import { SqlError } from '../errors.js';
import type { SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { compileStages } from '../exec/compile/stages.js';
import type { PipelineColumn } from '../exec/compile/draft.js';
import type { StageProgram } from '../exec/program.js';
import type { CompileOptions, Counter } from '../exec/wasm/stage-code.js';
import { bindQuery, type BindContext, type BoundQuery } from '../planner/bind/index.js';
import type { LogicalPlan } from '../planner/logical/plan.js';
import type { PlanScan } from '../planner/physical/create/context.js';
import { createPhysicalPlan } from '../planner/physical/create/index.js';
import type { PhysicalPlan } from '../planner/physical/plan.js';
import { attachRuntimeFilters } from '../planner/physical/runtime-filters.js';
import { optimize } from '../planner/rules/index.js';
import { estimateRows } from '../planner/statistics/index.js';
import { planFormat } from '../storage/formats/index.js';
import type { QueryNode } from '../sql/ast.js';
import { planMemoryScan } from './catalog.js';
import { runRecursion } from './recursion.js';
import type { RunOptions } from './run-query.js';
import type { SessionState } from './state.js';

export interface Parameter {
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** What workers execute, and what its rows are. */
export interface RunnableQuery {
  readonly outputs: readonly { readonly name: string; readonly type: SqlType }[];
  readonly stages: readonly StageProgram[];
  /** Whether the calling thread runs the stages (exec/compile/brief.ts). */
  readonly isBrief: boolean;
  /** Columns of the last stage's rows; output i is column `positions[i]`. */
  readonly columns: readonly PipelineColumn[];
  readonly positions: readonly number[];
}

/** A query ready to run, with the plans that EXPLAIN shows. */
export interface PlannedQuery extends RunnableQuery {
  readonly optimized: LogicalPlan;
  readonly physical: PhysicalPlan;
  /** What tasks count, by stage; empty unless the query is compiled for EXPLAIN ANALYZE. */
  readonly counters: readonly (readonly Counter[])[];
}

export const bindContext = (session: SessionState, parameters: readonly Parameter[]): BindContext => ({
  catalog: session.catalog,
  parameters,
  nowMicros: session.nowMicros(),
  timeZone: session.settings.timezone,
});

export const bind = (query: QueryNode, session: SessionState, parameters: readonly Parameter[]): Promise<BoundQuery> =>
  bindQuery(query, bindContext(session, parameters));

type Trace = (rule: string, before: LogicalPlan, after: LogicalPlan) => void;

/** The optimised form of a bound query's plan. `trace` sees each rule that changed the plan. */
export function optimizeFor({ plan }: Pick<BoundQuery, 'plan'>, { settings }: SessionState, trace?: Trace): LogicalPlan {
  const names = settings.disabled_rules
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return optimize(plan, { disabled: settings.optimizer_rules ? new Set(names) : 'all-optional', trace });
}

/** How the session's tables are cut into partitions. */
export const planScanIn =
  (session: SessionState): PlanScan =>
  async (table, predicates) => {
    const { source } = table;
    if (source.kind !== 'memory') return planFormat(source, table.columns, predicates);
    const found = session.tableById(source.tableId);
    if (found === undefined) throw new SqlError('55000', `table "${table.name}" was dropped while the statement was planned`);
    return planMemoryScan(session.engine.arena, found, session.settings.partitions);
  };

type PlanOptions = Pick<CompileOptions, 'rows' | 'profile'>;

/** Compiles an optimised plan without recursion. */
export async function compilePlan(
  optimized: LogicalPlan,
  outputs: BoundQuery['outputs'],
  session: SessionState,
  options: PlanOptions = {},
): Promise<PlannedQuery> {
  const created = await createPhysicalPlan(optimized, planScanIn(session), estimateRows);
  const physical = session.settings.optimizer_rules ? attachRuntimeFilters(created) : created;
  const ids = [...new Set(outputs.map(({ column }) => column.id))];
  const { stages, columns, counters, isBrief } = compileStages(physical, ids, {
    compileFunctions: session.settings.compile_functions,
    ...options,
  });
  return {
    outputs: outputs.map(({ name, column }) => ({ name, type: column.type })),
    optimized,
    physical,
    stages,
    isBrief,
    columns,
    positions: outputs.map(({ column }) => ids.indexOf(column.id)),
    counters,
  };
}

/** Plans a query, running its recursive parts first; their rows are held until `use` is done, and not longer. */
export async function withPlan<T>(
  bound: BoundQuery,
  session: SessionState,
  options: RunOptions,
  use: (planned: PlannedQuery, isRecursive: boolean) => Promise<T>,
  planOptions?: PlanOptions,
): Promise<T> {
  const optimized = optimizeFor(bound, session);
  const recursion = await runRecursion(optimized, session, options);
  try {
    return await use(await compilePlan(recursion.plan, bound.outputs, session, planOptions), recursion.plan !== optimized);
  } finally {
    recursion.release();
  }
}
