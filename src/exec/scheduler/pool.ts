import { setMaxListeners } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import type * as PiscinaModule from 'piscina';
import type { Arena } from '../../data/arena.js';
import { kernelModule } from '../../kernels/index.js';
import type { QueryProgram } from '../program.js';
import { closeAdmission, createAdmissions, openAdmission } from './admission.js';
import type { WorkerMessage, WorkerReply, WorkerSetup } from './worker.js';

/** The engine's worker threads. Each query holds one long task per worker, so its partitions cost no message. */
export interface WorkerPool {
  readonly threads: number;
  /** Runs a query on up to `workers` threads; calls `stop` when one of them dies. */
  start(program: QueryProgram, workers: number, stop: () => void): RunningQuery;
  /** close() was called: a thread that ends now did not die by itself. */
  isClosing(): boolean;
  close(): Promise<void>;
}

export interface RunningQuery {
  /**
   * Every worker's part, when all that took part have left. One that takes part ends its part when the query is complete or was stopped; from
   * then on no other joins. Rejects when a thread dies, but not before all others have left.
   */
  readonly replies: Promise<readonly WorkerReply[]>;
  /** Lets no further worker join: the query was stopped. */
  dismiss(): void;
  /** Ends the threads that still work for the query: one may be inside a call that never looks up, as a regular expression. */
  end(): void;
}

const require = createRequire(import.meta.url);

/** How long closing waits for threads that are still starting, and how often it looks. */
const LOADING_MS = 10_000;
const POLL_MS = 2;
/** How long the allocator stays closed while threads are being ended: they notice within microseconds. */
const ENDING_MS = 10;

/** `early` threads start at once, the others when a query has work for them; a program that needs none does not load piscina either. */
export function createPool(arena: Arena, threads: number, early: number): WorkerPool {
  const ready = new Int32Array(new SharedArrayBuffer(4));
  const admissions = createAdmissions();
  const setup: WorkerSetup = { memory: arena.memory, kernels: kernelModule(), ready, admissions };
  let closing = false;
  let made: PiscinaModule.Piscina | undefined;
  const piscina = (): PiscinaModule.Piscina => {
    if (made !== undefined) return made;
    const { Piscina } = require('piscina') as typeof PiscinaModule;
    made = new Piscina({
      filename: fileURLToPath(new URL('./worker.js', import.meta.url)),
      name: 'work',
      minThreads: Math.min(early, threads),
      maxThreads: threads,
      idleTimeout: Infinity,
      recordTiming: false,
      workerData: setup,
    });
    // The reply of a worker that came too late for a query may arrive while the pool closes; that is nobody's error.
    made.on('error', () => {});
    return made;
  };
  if (early > 0) piscina();

  return {
    threads,
    start(program, workers, stop) {
      const pool = piscina();
      const ticket = openAdmission(admissions, program.owner);
      const message: WorkerMessage = { program, ticket };
      /** Workers that joined, known once nobody can any more. */
      let joined = Infinity;
      const replies: WorkerReply[] = [];
      let dead = false;
      let settle: () => void;
      const left = new Promise<void>((resolve) => (settle = resolve));
      const dismiss = () => {
        joined = closeAdmission(admissions, ticket);
        if (!dead && replies.length >= joined) settle();
      };
      const ends = new AbortController();
      setMaxListeners(0, ends.signal);
      let ended: Promise<unknown> | undefined;
      const parts = Array.from({ length: workers }, async () => {
        const reply = (await pool.run(message, { name: 'work', signal: ends.signal })) as WorkerReply | undefined;
        if (reply === undefined) return;
        replies.push(reply);
        dismiss();
      });
      // A dead thread's part cannot say that it has ended: the others' ends tell.
      const died = Promise.all(parts).catch(async (error: unknown) => {
        dead = true;
        stop();
        dismiss();
        await Promise.allSettled(parts);
        await ended;
        throw error;
      });
      const end = () => {
        const before = [...pool.threads];
        arena.kernels.arena_lock();
        try {
          ends.abort();
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ENDING_MS);
        } finally {
          arena.kernels.arena_unlock();
        }
        ended = Promise.all(before.filter((thread) => !pool.threads.includes(thread)).map((thread) => thread.terminate()));
      };
      return { replies: Promise.race([left, died]).then(() => replies), dismiss, end };
    },
    isClosing: () => closing,
    async close() {
      closing = true;
      if (made === undefined) return;
      const pool = made;
      // Node aborts the whole process when a thread is ended while it links its modules.
      const loading = () => Atomics.load(ready, 0) < pool.threads.length;
      for (let waitedMs = 0; loading() && waitedMs < LOADING_MS; waitedMs += POLL_MS) await setTimeout(POLL_MS);
      await pool.destroy();
    },
  };
}
