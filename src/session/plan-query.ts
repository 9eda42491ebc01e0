import type { SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { compileStages } from '../exec/compile/stages.js';
import type { PipelineColumn } from '../exec/compile/draft.js';
import type { StageProgram } from '../exec/program.js';
import { bindQuery, type BindContext, type BoundQuery } from '../planner/bind/index.js';
import type { LogicalPlan } from '../planner/logical/plan.js';
import { createPhysicalPlan } from '../planner/physical/create/index.js';
import type { PhysicalPlan } from '../planner/physical/plan.js';
import { optimize } from '../planner/rules/index.js';
import { estimateRows } from '../planner/statistics/index.js';
import { planFormat } from '../storage/formats/index.js';
import type { QueryNode } from '../sql/ast.js';
import { planMemoryScan, type MemoryTable } from './catalog.js';
import type { SessionState } from './state.js';

export interface Parameter {
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** A query ready to run: what EXPLAIN shows, and what workers execute. */
export interface PlannedQuery {
  readonly outputs: readonly { readonly name: string; readonly type: SqlType }[];
  readonly optimized: LogicalPlan;
  readonly physical: PhysicalPlan;
  readonly stages: readonly StageProgram[];
  /** Columns of the last stage's chunks; output i is chunk column `positions[i]`. */
  readonly columns: readonly PipelineColumn[];
  readonly positions: readonly number[];
}

export const bindContext = (session: SessionState, parameters: readonly Parameter[]): BindContext => ({
  catalog: session.catalog,
  parameters,
  nowMicros: session.nowMicros(),
  timeZone: session.settings.timezone,
});

export const bind = (query: QueryNode, session: SessionState, parameters: readonly Parameter[]): Promise<BoundQuery> => bindQuery(query, bindContext(session, parameters));

/** Optimises and compiles a bound query. `trace` sees each rule that changed the plan. */
export async function planBound(bound: BoundQuery, session: SessionState, trace?: (rule: string, before: LogicalPlan, after: LogicalPlan) => void): Promise<PlannedQuery> {
  const { settings } = session;
  const names = settings.disabled_rules.split(',').map((name) => name.trim()).filter((name) => name !== '');
  const optimized = optimize(bound.plan, { disabled: settings.optimizer_rules ? new Set(names) : 'all-optional', trace });
  const physical = await createPhysicalPlan(
    optimized,
    async (table, predicates) => {
      const { source } = table;
      if (source.kind !== 'memory') return planFormat(source, table.columns, predicates);
      return planMemoryScan(session.engine.arena, session.tableById(source.tableId) as MemoryTable, settings.partitions);
    },
    estimateRows,
  );
  const ids = [...new Set(bound.outputs.map(({ column }) => column.id))];
  const { stages, columns } = compileStages(physical, ids, { compileFunctions: settings.compile_functions });
  return {
    outputs: bound.outputs.map(({ name, column }) => ({ name, type: column.type })),
    optimized,
    physical,
    stages,
    columns,
    positions: bound.outputs.map(({ column }) => ids.indexOf(column.id)),
  };
}
