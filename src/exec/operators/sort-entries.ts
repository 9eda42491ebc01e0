import type { Task } from '../run/task.js';
import {
  ENTRY_BYTES,
  INSERTION_ENTRIES,
  SORT_A,
  SORT_A_END,
  SORT_AT,
  SORT_B,
  SORT_B_END,
  SORT_BUDGET,
  SORT_LONG_END,
  SORT_OUT,
  type PipelineEnd,
} from './sort-functions.js';

/** Entries in sort order. */
export interface Run {
  readonly address: number;
  readonly count: number;
}

/** The sort functions of one end of a stage, and the frame offset of their slots. */
export interface SortCode {
  readonly end: PipelineEnd;
  readonly slots: number;
}

/** How a stage's entries are compared; `exact`: prefixes decide everything. */
export interface SortSpec {
  readonly sort: SortCode;
  readonly exact: boolean;
}

/** Entries handled between two looks at whether the query is cancelled. */
const PIECE = 1 << 16;
/** Fewer are merged rather than counted. */
const RADIX_ENTRIES = 256;
const COUNTER_BYTES = 8 * 256 * 4;
/** A run's published form: address and count. */
export const RUN_BYTES = 16;

const allocate = (task: Task, bytes: number): number => task.arena.kernels.region_alloc(task.taskRegion, bytes) >>> 0;

/** Sorts entries, stably; the result is in place or in `scratch`, which has room for as many. */
export function sortEntries(task: Task, { sort, exact }: SortSpec, entries: number, scratch: number, count: number): number {
  if (count < RADIX_ENTRIES) {
    mergeSort(task, sort, entries, scratch, count);
    return entries;
  }
  const sorted = radixSort(task, entries, scratch, count);
  if (!exact) settleTies(task, sort, sorted, sorted === entries ? scratch : entries, count);
  return sorted;
}

function inPieces(task: Task, count: number, handle: (first: number, count: number) => void): void {
  for (let first = 0; first < count; first += PIECE) {
    handle(first, Math.min(PIECE, count - first));
    task.checkCancelled();
  }
}

function radixSort(task: Task, entries: number, scratch: number, count: number): number {
  const { kernels, u8 } = task.arena;
  const counters = allocate(task, COUNTER_BYTES);
  u8.fill(0, counters, counters + COUNTER_BYTES);
  inPieces(task, count, (first, length) => kernels.sort_count(entries + ENTRY_BYTES * first, length, counters));
  let [from, to] = [entries, scratch];
  for (let byte = 0; byte < 8; byte++) {
    const table = counters + 1024 * byte;
    if (kernels.sort_offsets(table, count, to) === 1) continue;
    inPieces(task, count, (first, length) => kernels.sort_scatter(from + ENTRY_BYTES * first, length, table, 8 * byte));
    [from, to] = [to, from];
  }
  return from;
}

/** Orders entries of equal prefix by the rest of their keys. */
function settleTies(task: Task, sort: SortCode, entries: number, scratch: number, count: number): void {
  const { arena, frame, exports } = task;
  const end = entries + ENTRY_BYTES * count;
  let at = entries;
  while (at < end) {
    exports[`${sort.end}_settle`](frame, at, end, 1);
    at = arena.u32[(frame + sort.slots + SORT_AT) >>> 2];
    const longEnd = arena.u32[(frame + sort.slots + SORT_LONG_END) >>> 2];
    if (longEnd !== 0) {
      mergeSort(task, sort, at, scratch + (at - entries), (longEnd - at) / ENTRY_BYTES);
      at = longEnd;
    }
    task.checkCancelled();
  }
}

/** Sorts in place by all keys. */
function mergeSort(task: Task, sort: SortCode, entries: number, scratch: number, count: number): void {
  const { arena, frame, exports } = task;
  inPieces(task, count, (first, length) =>
    exports[`${sort.end}_settle`](frame, entries + ENTRY_BYTES * first, entries + ENTRY_BYTES * (first + length), 0),
  );
  let [from, to] = [entries, scratch];
  for (let width = INSERTION_ENTRIES; width < count; width *= 2) {
    for (let first = 0; first < count; first += 2 * width) {
      const middle = Math.min(count, first + width);
      const last = Math.min(count, first + 2 * width);
      const at = (entry: number) => from + ENTRY_BYTES * entry;
      mergePair(
        task,
        sort,
        { address: at(first), count: middle - first },
        { address: at(middle), count: last - middle },
        to + ENTRY_BYTES * first,
        Infinity,
      );
    }
    [from, to] = [to, from];
  }
  if (from !== entries) arena.u8.copyWithin(entries, from, from + ENTRY_BYTES * count);
}

/** Merges two runs into `out`, the first one's entries first where equal, no more than `limit`. */
function mergePair(task: Task, sort: SortCode, a: Run, b: Run, out: number, limit: number): Run {
  const {
    arena: { u8, u32 },
    frame,
    exports,
  } = task;
  const at = frame + sort.slots;
  const total = Math.min(limit, a.count + b.count);
  const [aEnd, bEnd] = [a.address + ENTRY_BYTES * a.count, b.address + ENTRY_BYTES * b.count];
  u32[(at + SORT_A) >>> 2] = a.address;
  u32[(at + SORT_A_END) >>> 2] = aEnd;
  u32[(at + SORT_B) >>> 2] = b.address;
  u32[(at + SORT_B_END) >>> 2] = bEnd;
  u32[(at + SORT_OUT) >>> 2] = out;
  for (;;) {
    const written = (u32[(at + SORT_OUT) >>> 2] - out) / ENTRY_BYTES;
    const [leftA, leftB] = [u32[(at + SORT_A) >>> 2], u32[(at + SORT_B) >>> 2]];
    if (leftA === aEnd || leftB === bEnd || written === total) {
      // What is left of one run follows as it is.
      const rest = leftA === aEnd ? leftB : leftA;
      u8.copyWithin(out + ENTRY_BYTES * written, rest, rest + ENTRY_BYTES * (total - written));
      return { address: out, count: total };
    }
    u32[(at + SORT_BUDGET) >>> 2] = Math.min(PIECE, total - written);
    exports[`${sort.end}_merge`](frame);
    task.checkCancelled();
  }
}

/** Merges runs in their order, stably, into one of at most `limit` entries. */
export function mergeRuns(task: Task, sort: SortCode, runs: readonly Run[], limit: number): Run {
  let current = runs.filter(({ count }) => count > 0);
  if (current.length === 0) return { address: 0, count: 0 };
  if (current.length === 1) return { ...current[0], count: Math.min(limit, current[0].count) };
  const total = current.reduce((sum, { count }) => sum + count, 0);
  const buffers = [0, 0];
  for (let round = 0; current.length > 1; round++) {
    const buffer = (buffers[round & 1] ||= allocate(task, ENTRY_BYTES * total));
    let out = buffer;
    const merged: Run[] = [];
    for (let i = 0; i < current.length; i += 2) {
      const run = mergePair(task, sort, current[i], current[i + 1] ?? { address: 0, count: 0 }, out, limit);
      merged.push(run);
      out += ENTRY_BYTES * run.count;
    }
    current = merged;
  }
  return current[0];
}

/** Publishes a run. */
export function publishRun(task: Task, { address, count }: Run): number {
  const { kernels, u32 } = task.arena;
  const published = kernels.region_alloc(task.outputRegion, RUN_BYTES) >>> 0;
  u32[published >>> 2] = address;
  u32[(published >>> 2) + 1] = count;
  return published;
}

/** What the tasks of a stage published, in order. */
export const publishedRuns = (task: Task, stage: number): Run[] =>
  Array.from({ length: task.partitionsOf(stage) }, (_, partition) => {
    const published = task.output(stage, partition) >>> 2;
    return { address: task.arena.u32[published], count: task.arena.u32[published + 1] };
  });
