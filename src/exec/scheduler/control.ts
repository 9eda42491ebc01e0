import type { Arena } from '../../data/arena.js';

/**
 * What the workers of one query share: a graph of nodes, each of some partitions that may run in any order once the nodes it depends on
 * are complete. A query has a node per stage; nothing here costs more than a few atomic operations a task, so a graph of a hundred thousand
 * one-partition nodes works as well. A block of i32 words:
 *
 *   status · epoch (sleepers wait for it to move) · nodes to complete · sleepers · head, tail and word index of the ready list · workers ·
 *   size of the results outside the arena in units of OUTSIDE_BYTES · nothing, then per node: word index of its dependents (they end where the
 *   next node's start) · next partition to claim · partitions completed · dependencies to complete · word index of the outputs (one u32 per
 *   partition) · partitions · two words that are the tasks' own, all bits set at first
 *
 * The ready list only grows: a node stands in it once for every worker that it has work for, so entries are never reused.
 */
export const STATUS_RUNNING = 0;
export const STATUS_CANCELLED = 1;
export const STATUS_FAILED = 2;

/** Words of the block. */
export const STATUS = 0;
export const EPOCH = 1;
export const REMAINING = 2;
export const SLEEPERS = 3;
export const HEAD = 4;
export const TAIL = 5;
export const READY = 6;
export const WORKERS = 7;
export const OUTSIDE = 8;
/** Even, so that the tasks' own words of a node make one of 64 bits. */
export const NODES = 10;

const OUTSIDE_BYTES = 64;

/** Words of a node. */
export const NODE_WORDS = 8;
export const FIRST_DEPENDENT = 0;
export const CURSOR = 1;
export const COMPLETED = 2;
export const PENDING = 3;
export const OUTPUTS = 4;
export const PARTITIONS = 5;
export const SHARED = 6;

/** The index among i32 words of a node's word; `node` may be one past the last for FIRST_DEPENDENT. */
export const nodeWord = (base: number, node: number, field: number): number => base + NODES + NODE_WORDS * node + field;

/** The graph as the thread that waits for it sees it. */
export interface Control {
  status(): number;
  stop(status: typeof STATUS_CANCELLED | typeof STATUS_FAILED): void;
  /** How many partitions of a node are complete. */
  completed(node: number): number;
  output(node: number, partition: number): number;
  /** The address of 8 bytes, at a multiple of 8, for the node's tasks to share. */
  shared(node: number): number;
  /** Counts `bytes` more that the query holds outside the arena; returns how many there are in all. */
  addOutside(bytes: number): number;
}

export function openControl(arena: Arena, address: number): Control {
  const { i32, u32 } = arena;
  const base = address >>> 2;
  return {
    status: () => Atomics.load(i32, base + STATUS),
    stop(status) {
      Atomics.compareExchange(i32, base + STATUS, STATUS_RUNNING, status);
      Atomics.add(i32, base + EPOCH, 1);
      Atomics.notify(i32, base + EPOCH);
    },
    completed: (node) => Atomics.load(i32, nodeWord(base, node, COMPLETED)),
    output: (node, partition) => u32[i32[nodeWord(base, node, OUTPUTS)] + partition],
    shared: (node) => 4 * nodeWord(base, node, SHARED),
    addOutside(bytes) {
      const units = Math.ceil(bytes / OUTSIDE_BYTES);
      return (Atomics.add(i32, base + OUTSIDE, units) + units) * OUTSIDE_BYTES;
    },
  };
}
