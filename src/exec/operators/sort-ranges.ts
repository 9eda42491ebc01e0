import type { Arena } from '../../data/arena.js';
import type { Task } from '../run/task.js';
import type { Run } from './sort-entries.js';
import { ENTRY_BYTES } from './sort-functions.js';

/** Sorted runs of many rows are merged in so many tasks, each for a range of prefixes. */
const MOST_RANGES = 16;
const RANGE_ROWS = 32_768;
/** From so many rows on a few tasks merge: estimates of groups are cautious, so that there may well be ten times as many. */
const FEW_ROWS = 1024;
const FEW_RANGES = 4;

/** How many tasks merge about `rows` rows that several tasks sorted. */
export function mergeRanges(rows: number, sortingTasks: number): number {
  if (sortingTasks === 1 || rows < FEW_ROWS) return 1;
  return Math.max(FEW_RANGES, Math.min(MOST_RANGES, Math.floor(rows / RANGE_ROWS)));
}

/** Prefixes looked at to cut each range. */
const SAMPLES = 64;

/**
 * What each run has in this task's range of prefixes. The ranges follow from the runs alone and come in sort order, so the tasks' outputs one
 * after the other are the sorted rows; entries whose prefixes differ only outside of `mask` are in one range.
 *
 * Sample sort: Frazer and McKellar, "Samplesort: A Sampling Approach to Minimal Storage Tree Sorting" (1970).
 */
export function runsOfRange(runs: readonly Run[], mask: bigint, { arena, partition, stage: { partitions } }: Task): readonly Run[] {
  if (partitions === 1) return runs;
  const splitters = splittersOf(runs, mask, partitions, arena);
  return runs.map((run) => {
    const first = partition === 0 ? 0 : entriesBelow(run, splitters[partition - 1], mask, arena);
    const end = partition === partitions - 1 ? run.count : entriesBelow(run, splitters[partition], mask, arena);
    return { address: run.address + ENTRY_BYTES * first, count: end - first };
  });
}

const prefixAt = ({ address }: Run, entry: number, mask: bigint, arena: Arena): bigint =>
  arena.view.getBigUint64(address + ENTRY_BYTES * entry, true) & mask;

/** The least masked prefix of each range but the first, in order. */
function splittersOf(runs: readonly Run[], mask: bigint, ranges: number, arena: Arena): readonly bigint[] {
  const total = runs.reduce((sum, { count }) => sum + count, 0);
  const samples = runs.flatMap((run) => {
    const count = Math.min(run.count, Math.ceil((SAMPLES * ranges * run.count) / total));
    return Array.from({ length: count }, (_, i) => prefixAt(run, Math.floor((i * run.count) / count), mask, arena));
  });
  samples.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return Array.from({ length: ranges - 1 }, (_, i) => samples[Math.floor(((i + 1) * samples.length) / ranges)] ?? 0n);
}

/** How many entries of a run have a masked prefix below `bound`: the entries are in order of prefixes, and so of masked ones. */
function entriesBelow(run: Run, bound: bigint, mask: bigint, arena: Arena): number {
  let [low, high] = [0, run.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (prefixAt(run, middle, mask, arena) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
