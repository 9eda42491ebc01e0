import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { Arena } from '../../data/arena.js';
import { kernelModule } from '../../kernels/index.js';
import type { QueryProgram } from '../program.js';
import type { WorkerReply, WorkerSetup } from './worker.js';

/** The engine's worker threads. Each query holds one long task per worker, so its partitions cost no message. */
export interface WorkerPool {
  readonly threads: number;
  /** One worker's part in a query; rejects only when the thread itself dies. */
  run(program: QueryProgram): Promise<WorkerReply>;
  /** close() was called: a thread that ends now did not die by itself. */
  isClosing(): boolean;
  close(): Promise<void>;
}

/** How long closing waits for threads that are still starting, and how often it looks. */
const LOADING_MS = 10_000;
const POLL_MS = 2;

export function createPool(arena: Arena, threads: number): WorkerPool {
  const ready = new Int32Array(new SharedArrayBuffer(4));
  const setup: WorkerSetup = { memory: arena.memory, kernels: kernelModule(), ready };
  let closing = false;
  const pool = new Piscina({
    filename: fileURLToPath(new URL('./worker.js', import.meta.url)),
    name: 'work',
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    workerData: setup,
  });
  return {
    threads,
    run: (program) => pool.run(program, { name: 'work' }) as Promise<WorkerReply>,
    isClosing: () => closing,
    async close() {
      closing = true;
      // Node aborts the whole process when a thread is ended while it links its modules.
      for (let waitedMs = 0; Atomics.load(ready, 0) < threads && waitedMs < LOADING_MS; waitedMs += POLL_MS) await setTimeout(POLL_MS);
      await pool.destroy();
    },
  };
}
