import type { QueryStatement } from '../../sql/ast.js';
import { detachChunk } from '../../result/detach.js';
import { bind, withPlan, type Parameter } from '../plan-query.js';
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
  const bound = await bind(query, session, parameters);
  return withPlan(bound, session, options, (planned) =>
    runQuery(planned, session, options, ({ chunks, types, rowCount }) => ({
      command: 'SELECT',
      columns: planned.outputs,
      rowCount,
      batches: chunks.map((chunk) => detachChunk(session.engine.arena, chunk, types, planned.positions)),
    })),
  );
}
