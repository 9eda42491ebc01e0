import { fileURLToPath } from 'node:url';
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
  close(): Promise<void>;
}

export function createPool(arena: Arena, threads: number): WorkerPool {
  const setup: WorkerSetup = { memory: arena.memory, kernels: kernelModule() };
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
    close: () => pool.destroy(),
  };
}
