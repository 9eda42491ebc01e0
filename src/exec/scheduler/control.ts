import type { Arena } from '../../data/arena.js';
import { allocateBlock } from '../../data/arena.js';

/**
 * What the workers of one query share: a block of i32 words, used with Atomics.
 *
 *   0 status · 1 epoch (workers sleep on it; it moves when a stage completes or the status changes) · from 4 on, four words per stage:
 *   next partition to claim · partitions completed · address of the outputs (one u32 per partition) · rows read
 */
export const STATUS_RUNNING = 0;
export const STATUS_CANCELLED = 1;
export const STATUS_FAILED = 2;

const STATUS = 0;
const EPOCH = 1;
const FIRST_STAGE = 4;
const STAGE_WORDS = 4;
const CURSOR = 0;
const COMPLETED = 1;
const OUTPUTS = 2;

export interface Control {
  status(): number;
  stop(status: typeof STATUS_CANCELLED | typeof STATUS_FAILED): void;
  epoch(): number;
  /** Sleeps until the epoch is another one than `seen`, or for `timeoutMs`. */
  waitForChange(seen: number, timeoutMs: number): void;
  /** The next partition of a stage, or -1 when all are claimed. */
  claim(stage: number, partitions: number): number;
  isClaimed(stage: number, partitions: number): boolean;
  completed(stage: number): number;
  /** Stores a task's output and counts it; wakes sleepers when the stage is complete. */
  complete(stage: number, partition: number, partitions: number, output: number): void;
  output(stage: number, partition: number): number;
}

/** A zeroed control block for stages of these partition counts. */
export function createControl(arena: Arena, owner: number, partitions: readonly number[]): number {
  const tables = partitions.reduce((sum, count) => sum + Math.max(1, count), 0);
  const words = FIRST_STAGE + STAGE_WORDS * partitions.length;
  const address = allocateBlock(arena, owner, 4 * (words + tables), 'the query');
  arena.u8.fill(0, address, address + 4 * (words + tables));
  let table = address + 4 * words;
  partitions.forEach((count, stage) => {
    arena.u32[(address >>> 2) + FIRST_STAGE + STAGE_WORDS * stage + OUTPUTS] = table;
    table += 4 * Math.max(1, count);
  });
  return address;
}

export function openControl(arena: Arena, address: number): Control {
  const { i32, u32 } = arena;
  const base = address >>> 2;
  const word = (stage: number, field: number) => base + FIRST_STAGE + STAGE_WORDS * stage + field;
  const wake = () => {
    Atomics.add(i32, base + EPOCH, 1);
    Atomics.notify(i32, base + EPOCH);
  };
  return {
    status: () => Atomics.load(i32, base + STATUS),
    stop(status) {
      Atomics.compareExchange(i32, base + STATUS, STATUS_RUNNING, status);
      wake();
    },
    epoch: () => Atomics.load(i32, base + EPOCH),
    waitForChange: (seen, timeoutMs) => void Atomics.wait(i32, base + EPOCH, seen, timeoutMs),
    claim(stage, partitions) {
      const partition = Atomics.add(i32, word(stage, CURSOR), 1);
      return partition < partitions ? partition : -1;
    },
    isClaimed: (stage, partitions) => Atomics.load(i32, word(stage, CURSOR)) >= partitions,
    completed: (stage) => Atomics.load(i32, word(stage, COMPLETED)),
    complete(stage, partition, partitions, output) {
      u32[(u32[word(stage, OUTPUTS)] >>> 2) + partition] = output;
      if (Atomics.add(i32, word(stage, COMPLETED), 1) + 1 === partitions) wake();
    },
    output: (stage, partition) => u32[(u32[word(stage, OUTPUTS)] >>> 2) + partition],
  };
}
