import { workerData } from 'node:worker_threads';
import { attachArena } from '../../data/arena.js';
import { adoptKernelModule } from '../../kernels/index.js';
import type { QueryProgram } from '../program.js';
import type { ResultPart } from '../result-block.js';
import { loadFor } from '../run/load.js';
import { ABANDONED, runQuery, type StageMetrics } from '../run/run-query.js';
import { openControl, STATUS_FAILED } from './control.js';
import { join, type Admissions, type Ticket } from './admission.js';
import { encodeError, type EncodedError } from './error-codec.js';

/** What a worker thread starts with (piscina wraps it in a pair). */
export interface WorkerSetup {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WebAssembly.Module;
  /** One word: how many workers have loaded this module. */
  readonly ready: Int32Array<SharedArrayBuffer>;
  readonly admissions: Admissions;
}

export interface WorkerMessage {
  readonly program: QueryProgram;
  readonly ticket: Ticket;
}

export type WorkerReply =
  | { readonly metrics: readonly StageMetrics[]; readonly parts: readonly ResultPart[] }
  | { readonly error: EncodedError }
  | { readonly abandoned: true };

// piscina's own typing of workerData is [its settings, ours].
const setup = (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerSetup;
adoptKernelModule(setup.kernels);
const arena = attachArena(setup.memory);
Atomics.add(setup.ready, 0, 1);

/** Piscina's entry: takes part in one query until it is complete, failed or cancelled; undefined when it comes too late for that. */
export async function work({ program, ticket }: WorkerMessage): Promise<WorkerReply | undefined> {
  await loadFor(program);
  if (!join(setup.admissions, ticket)) return undefined;
  const parts: ResultPart[] = [];
  return handOver(takePart(program, parts), parts);
}

function takePart(program: QueryProgram, parts: ResultPart[]): WorkerReply {
  try {
    return { metrics: runQuery(arena, program, parts), parts };
  } catch (error) {
    if (error === ABANDONED) return { abandoned: true };
    openControl(arena, program.control).stop(STATUS_FAILED);
    return { error: encodeError(error) };
  }
}

/** Results up to this size are copied: to load what moves them takes longer. */
const COPIED_BYTES = 1 << 18;

/** The reply such that its thread does not keep the blocks, also when the query failed: an idle thread collects no garbage. */
async function handOver(reply: WorkerReply, parts: readonly ResultPart[]): Promise<WorkerReply> {
  const blocks = parts.flatMap((part) => part.blocks);
  if (blocks.reduce((sum, block) => sum + block.byteLength, 0) <= COPIED_BYTES) return reply;
  const { move, transferableSymbol, valueSymbol } = await import('piscina');
  return move({ [transferableSymbol]: blocks, [valueSymbol]: reply } as never) as unknown as WorkerReply;
}
