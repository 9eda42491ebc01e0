import { workerData } from 'node:worker_threads';
import { attachArena } from '../../data/arena.js';
import { adoptKernelModule } from '../../kernels/index.js';
import type { QueryProgram } from '../program.js';
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

export type WorkerReply = { readonly metrics: readonly StageMetrics[] } | { readonly error: EncodedError } | { readonly abandoned: true };

// piscina's own typing of workerData is [its settings, ours].
const setup = (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerSetup;
adoptKernelModule(setup.kernels);
const arena = attachArena(setup.memory);
Atomics.add(setup.ready, 0, 1);

/** Piscina's entry: takes part in one query until it is complete, failed or cancelled; undefined when it comes too late for that. */
export async function work({ program, ticket }: WorkerMessage): Promise<WorkerReply | undefined> {
  await loadFor(program);
  if (!join(setup.admissions, ticket)) return undefined;
  try {
    return { metrics: runQuery(arena, program) };
  } catch (error) {
    if (error === ABANDONED) return { abandoned: true };
    openControl(arena, program.control).stop(STATUS_FAILED);
    return { error: encodeError(error) };
  }
}
