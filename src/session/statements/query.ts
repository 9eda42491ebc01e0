import type { QueryStatement } from '../../sql/ast.js';
import { detachChunk, openBlock } from '../../result/detach.js';
import { bindQuery } from '../../planner/bind/index.js';
import { recordLookups } from '../plan-cache.js';
import { bindContext, withPlan, type Parameter, type PlannedQuery, type RunnableQuery } from '../plan-query.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import type { StatementResult } from './result.js';

/** Runs a query and copies its rows out of the arena. */
const run = (planned: RunnableQuery, session: SessionState, options: RunOptions): Promise<StatementResult> =>
  runQuery(planned, session, options, ({ chunks, blocks, types, rowCount }) => ({
    command: 'SELECT',
    columns: planned.outputs,
    rowCount,
    batches: [
      ...chunks.map((chunk) => detachChunk(session.engine.arena, chunk, types, planned.positions)),
      ...blocks.map((block) => openBlock(block, types, planned.positions)),
    ],
  }));

/** Runs the query whose plan is kept under the options' key; undefined when there is none, or none that still holds. */
export async function runKeptQuery(session: SessionState, options: RunOptions): Promise<StatementResult | undefined> {
  const kept = options.planKey === undefined ? undefined : await session.plans.find(options.planKey);
  return kept && run(kept, session, options);
}

/** Plans a query, keeps the plan and runs it. */
export async function runQueryStatement(
  { query }: QueryStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const { planKey } = options;
  const recorded = recordLookups(bindContext(session, parameters), session);
  const bound = await bindQuery(query, recorded.context);
  const use = (planned: PlannedQuery, isRecursive: boolean) => {
    if (planKey !== undefined && !isRecursive && recorded.isReusable()) {
      // What the stages were made from is many times their size.
      const { outputs, stages, isBrief, columns, positions } = planned;
      session.plans.keep(planKey, recorded.lookups, { outputs, stages, isBrief, columns, positions });
    }
    return run(planned, session, options);
  };
  return withPlan(bound, session, options, use, { rows: 'leave' });
}
