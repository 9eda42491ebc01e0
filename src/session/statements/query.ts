import type { QueryStatement } from '../../sql/ast.js';
import { detachChunk, openBlock } from '../../result/detach.js';
import { bindQuery } from '../../planner/bind/index.js';
import { planKey, recordLookups } from '../plan-cache.js';
import { bindContext, withPlan, type Parameter, type PlannedQuery } from '../plan-query.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import type { StatementResult } from './result.js';

/** Runs a query and copies its rows out of the arena. */
export async function runQueryStatement(
  { query }: QueryStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const run = (planned: PlannedQuery): Promise<StatementResult> =>
    runQuery(planned, session, options, ({ chunks, blocks, types, rowCount }) => ({
      command: 'SELECT',
      columns: planned.outputs,
      rowCount,
      batches: [
        ...chunks.map((chunk) => detachChunk(session.engine.arena, chunk, types, planned.positions)),
        ...blocks.map((block) => openBlock(block, types, planned.positions)),
      ],
    }));

  const key = options.statementKey === undefined ? undefined : planKey(options.statementKey, parameters, session);
  const kept = key === undefined ? undefined : await session.plans.find(key);
  if (kept !== undefined) return run(kept);
  const recorded = recordLookups(bindContext(session, parameters), session);
  const bound = await bindQuery(query, recorded.context);
  const use = (planned: PlannedQuery, isRecursive: boolean) => {
    if (key !== undefined && !isRecursive && recorded.isReusable()) session.plans.keep(key, recorded.lookups, planned);
    return run(planned);
  };
  return withPlan(bound, session, options, use, { rows: 'leave' });
}
