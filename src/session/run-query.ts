import type { SqlType } from '../data/types.js';
import { SqlError } from '../errors.js';
import { execute, type Executed } from '../exec/execute.js';
import { chunksOf } from '../exec/operators/chunk-source.js';
import { rowsOfBlock, type ResultBlock } from '../exec/result-block.js';
import type { RunnableQuery } from './plan-query.js';
import type { SessionState } from './state.js';

export interface RunOptions {
  /** What the plan of the statement may be kept under; see `planKey`. */
  readonly planKey?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The result of a query while its memory is held: chunks in the arena, or blocks outside when the plan says that rows leave. */
export interface HeldResult {
  readonly chunks: readonly number[];
  readonly blocks: readonly ResultBlock[];
  readonly rowCount: number;
  readonly types: readonly SqlType[];
  readonly metrics: Executed['metrics'];
}

/** Runs a planned query, hands its chunks to `read`, and gives all of its memory back when `read` is done. */
export async function runQuery<T>(
  planned: Pick<RunnableQuery, 'stages' | 'columns' | 'isBrief'>,
  session: SessionState,
  options: RunOptions,
  read: (held: HeldResult) => T | Promise<T>,
): Promise<T> {
  const { engine, settings } = session;
  return engine.whileRunning(async () => {
    const owner = engine.newOwner();
    const timeout = settings.statement_timeout > 0 ? AbortSignal.timeout(settings.statement_timeout) : undefined;
    const signals = [options.signal, timeout].filter((signal) => signal !== undefined);
    try {
      const { outputs, blocks, metrics } = await execute(engine.arena, engine.pool, planned, {
        owner,
        batchRows: settings.batch_rows,
        nowMicros: session.nowMicros(),
        timeZone: settings.timezone,
        signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
        onProgress: options.onProgress && ((done, total) => options.onProgress!({ done, total })),
      });
      const chunks = [...chunksOf(outputs, engine.arena)];
      const inChunks = chunks.reduce((sum, chunk) => sum + engine.arena.u32[chunk >>> 2], 0);
      const rowCount = blocks.reduce((sum, block) => sum + rowsOfBlock(block), inChunks);
      return await read({ chunks, blocks, rowCount, types: planned.columns.map(({ type }) => type), metrics });
    } catch (error) {
      if (timeout?.aborted && error instanceof SqlError && error.sqlState === '57014')
        throw new SqlError('57014', 'canceling statement due to statement timeout');
      throw error;
    } finally {
      engine.freeOwner(owner);
    }
  });
}
