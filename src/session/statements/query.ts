import type { QueryStatement } from '../../sql/ast.js';
import { detachChunk } from '../../result/detach.js';
import { bind, planBound, type Parameter } from '../plan-query.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import type { StatementResult } from './result.js';

/** Runs a query and copies its rows out of the arena. */
export async function runQueryStatement({ query }: QueryStatement, session: SessionState, parameters: readonly Parameter[], options: RunOptions): Promise<StatementResult> {
  const planned = await planBound(await bind(query, session, parameters), session);
  return runQuery(planned, session, options, ({ chunks, types, rowCount }) => ({
    command: 'SELECT',
    columns: planned.outputs,
    rowCount,
    batches: chunks.map((chunk) => detachChunk(session.engine.arena, chunk, types, planned.positions)),
  }));
}
