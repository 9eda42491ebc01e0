import { cancelled, InternalError, SqlError } from '../errors.js';
import type { Arena } from '../data/arena.js';
import type { CompiledStages } from './compile/stages.js';
import type { QueryProgram } from './program.js';
import type { ResultBlock, ResultPart } from './result-block.js';
import { runQuery, type StageMetrics } from './run/run-query.js';
import { openControl, STATUS_CANCELLED, STATUS_FAILED, type Control } from './scheduler/control.js';
import { createControl } from './scheduler/create-control.js';
import { decodeError } from './scheduler/error-codec.js';
import type { WorkerPool } from './scheduler/pool.js';
import type { WorkerReply } from './scheduler/worker.js';

export interface ExecuteOptions {
  readonly owner: number;
  readonly batchRows: number;
  readonly nowMicros: bigint;
  readonly timeZone: string;
  readonly signal?: AbortSignal;
  /** Called now and then with partitions completed and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Executed {
  /** What the last stage published, by partition. */
  readonly outputs: readonly number[];
  /** Rows that the last stage handed over, in order. */
  readonly blocks: readonly ResultBlock[];
  readonly metrics: readonly StageMetrics[];
}

const PROGRESS_MS = 100;
/** How long workers may take to leave a cancelled query before their threads are ended. */
const PATIENCE_MS = 500;

/** Runs stages on the pool, brief ones on this thread. The outputs live until the caller frees `owner`, which it also does when this throws. */
export async function execute(
  arena: Arena,
  pool: WorkerPool,
  { stages, isBrief }: Pick<CompiledStages, 'stages' | 'isBrief'>,
  options: ExecuteOptions,
): Promise<Executed> {
  const { owner, batchRows, nowMicros, timeZone, signal } = options;
  if (signal?.aborted) throw cancelled();
  const workers = isBrief ? 1 : Math.min(pool.threads, Math.max(1, ...stages.map(({ partitions }) => partitions)));
  const address = createControl(arena, owner, stages, workers);
  const control = openControl(arena, address);
  const program: QueryProgram = { owner, control: address, stages, batchRows, nowMicros, timeZone };
  const { metrics, parts } = isBrief ? runHere(arena, program) : await runOnPool(pool, program, workers, control, options);
  const last = stages.at(-1)!;
  if (control.completed(last.id) < last.partitions) throw new InternalError('the workers left before the query was complete');
  return {
    outputs: Array.from({ length: last.partitions }, (_, partition) => control.output(last.id, partition)),
    blocks: [...parts].sort((a, b) => a.partition - b.partition).flatMap((part) => part.blocks),
    metrics,
  };
}

/** What whoever took part measured and handed over. */
interface Ran {
  readonly metrics: readonly StageMetrics[];
  readonly parts: readonly ResultPart[];
}

function runHere(arena: Arena, program: QueryProgram): Ran {
  const parts: ResultPart[] = [];
  return { metrics: runQuery(arena, program, parts), parts };
}

async function runOnPool(
  pool: WorkerPool,
  program: QueryProgram,
  workers: number,
  control: Control,
  { signal, onProgress }: ExecuteOptions,
): Promise<Ran> {
  const { stages } = program;
  const running = pool.start(program, workers, () => control.stop(STATUS_FAILED));
  let impatience: NodeJS.Timeout | undefined;
  const cancel = () => {
    control.stop(STATUS_CANCELLED);
    running.dismiss();
    impatience ??= setTimeout(() => running.end(), PATIENCE_MS);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  const total = stages.reduce((sum, { partitions }) => sum + partitions, 0);
  let raised: SqlError | undefined;
  const report = (): void => {
    try {
      onProgress!(
        stages.reduce((sum, { id }) => sum + control.completed(id), 0),
        total,
      );
    } catch (error) {
      // Out of a timer it would end the process.
      raised ??= new SqlError('38000', `onProgress raised: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      cancel();
    }
  };
  const timer = onProgress && setInterval(report, PROGRESS_MS);
  try {
    const replies = await running.replies.catch((error: Error): readonly WorkerReply[] => {
      if (control.status() === STATUS_CANCELLED && !pool.isClosing()) return [];
      if (pool.isClosing()) return [{ error: { sqlState: '57P01', message: 'the database is closed' } }];
      return [{ error: { sqlState: 'XX000', message: `a worker thread died: ${error.message}`, stack: error.stack } }];
    });
    if (raised !== undefined) throw raised;
    const failed = replies.find((reply) => 'error' in reply);
    if (failed !== undefined && 'error' in failed) throw decodeError(failed.error);
    if (control.status() === STATUS_CANCELLED) throw cancelled();
    return {
      metrics: replies.flatMap((reply) => ('metrics' in reply ? reply.metrics : [])),
      parts: replies.flatMap((reply) => ('parts' in reply ? reply.parts : [])),
    };
  } finally {
    clearInterval(timer);
    clearTimeout(impatience);
    signal?.removeEventListener('abort', cancel);
  }
}
