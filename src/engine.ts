import { SqlError } from './errors.js';
import { resolveResources, type ResourceOptions } from './config.js';
import { createArena, type Arena } from './data/arena.js';
import { createPool, type WorkerPool } from './exec/scheduler/pool.js';
import { loadLibrary } from './sql/postgres/library.js';

/** The parts that all sessions of one open() share: the memory, the threads, and who owns which blocks. */
export interface Engine {
  readonly arena: Arena;
  readonly pool: WorkerPool;
  /** A fresh owner tag for a query or a table. */
  newOwner(): number;
  /** Gives the owner's blocks back and its tag too. */
  freeOwner(owner: number): void;
  /** As freeOwner, but after the queries that run now, which may still read. */
  retireOwner(owner: number): void;
  /** Counts `run` as a running query. */
  whileRunning<T>(run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const LAST_OWNER = 0xffff;

/** `early` threads start at once, the others when a query has work for them. */
export async function createEngine(options: ResourceOptions, early = Infinity): Promise<Engine> {
  const { threads, memoryBytes } = resolveResources(options);
  const arena = createArena(memoryBytes);
  // Before the threads, for which V8 would reject its own kept code while a flag is not as usual: each would start 20 ms later.
  await loadLibrary();
  const pool = createPool(arena, threads, early);
  const used = new Set<number>();
  const retired: number[] = [];
  let next = 1;
  let running = 0;
  let closed = false;

  const freeOwner = (owner: number) => {
    arena.kernels.owner_free(owner);
    used.delete(owner);
  };
  return {
    arena,
    pool,
    newOwner() {
      if (closed) throw new SqlError('57P01', 'the database is closed');
      if (used.size >= LAST_OWNER - 1) throw new SqlError('54000', 'too many tables and running queries');
      while (used.has(next)) next = next === LAST_OWNER ? 1 : next + 1;
      used.add(next);
      return next;
    },
    freeOwner,
    retireOwner(owner) {
      if (running === 0) freeOwner(owner);
      else retired.push(owner);
    },
    async whileRunning(run) {
      running++;
      try {
        return await run();
      } finally {
        running--;
        if (running === 0) retired.splice(0).forEach(freeOwner);
      }
    },
    async close() {
      closed = true;
      await pool.close();
    },
  };
}
