import type { SinkDraft } from '../compile/draft.js';
import type { Sink, Task } from '../run/task.js';
import { BUILD_MAX, BUILD_MIN, BUILD_NULLS, tableShape, type BuildLayout, type JoinTableShape } from './join-build.js';
import { blocksOf, tupleCount } from './tuple-list.js';

/** Makes all that the tasks of a build side published one table, and publishes its head. */
export interface JoinTableSpec {
  readonly kind: 'JoinTable';
  readonly stage: number;
  readonly shape: JoinTableShape;
}

/** The head: words, and 64-bit ones at MIN and RANGE (greatest key − least). */
export const TABLE_DIRECTORY = 0;
export const TABLE_MASK = 4;
export const TABLE_BLOCKS = 8;
export const TABLE_NULL_BLOCKS = 12;
export const TABLE_MIN = 16;
export const TABLE_RANGE = 24;
/** How the directory is organised (kernels/assembly/join.ts): one of the kinds below. */
export const TABLE_KIND = 32;
export const TABLE_TUPLES = 36;
export const TABLE_BITS = 40;
export const TABLE_RANKS = 44;
const TABLE_BYTES = 48;

export const BY_HASH = 0;
export const BY_KEY = 1;
export const BY_RANK = 2;

/**
 * Keys are dense when their range has at most so many values per tuple, and sparse up to so many: then a bit each is less than a hash entry.
 * A directory that fits a core's cache may have more values per tuple: a bit is looked at with a branch, and where one row in four has a match
 * no processor can predict it. A bit vector that fits may have still more: a value for every row that looks for a match.
 */
const DENSE = 2;
const DENSE_IN_CACHE = 8;
const SPARSE = 64;
const SMALL_RANGE = 1024;
const CACHED_ENTRIES = 1 << 18;
const CACHED_BITS = 1 << 23;

export const joinTableSink = (stage: number, layout: BuildLayout, probeRows: number): SinkDraft => ({
  emit: () => undefined,
  spec: (): JoinTableSpec => ({ kind: 'JoinTable', stage, shape: tableShape(layout, probeRows) }),
});

export const openJoinTableSink = ({ stage, shape }: JoinTableSpec, task: Task): Sink => ({
  finish: () =>
    makeTable(
      Array.from({ length: task.partitionsOf(stage) }, (_, partition) => task.output(stage, partition)),
      shape,
      task,
    ),
});

/**
 * The head of a table of finished lists (join-build.ts): their blocks in one chain in row order, those with NULL keys last, and a directory by
 * hash, by the key itself where keys are dense integers, or by its rank where they are sparse ones.
 */
export function makeTable(built: readonly number[], { tupleBytes, keyed, direct, probeRows }: JoinTableShape, task: Task): number {
  const { arena, outputRegion } = task;
  const { kernels, u32, u8, view } = arena;

  const chain = (blocks: readonly number[]): number => {
    blocks.forEach((block, i) => (u32[block >>> 2] = blocks[i + 1] ?? 0));
    return blocks[0] ?? 0;
  };
  const directory = (bytes: number): number => {
    const address = kernels.region_alloc(outputRegion, bytes) >>> 0;
    u8.fill(0, address, address + bytes);
    return address;
  };
  const linkAll = (blocks: readonly number[], link: (block: number) => void): void => {
    for (let i = blocks.length - 1; i >= 0; i--) {
      link(blocks[i]);
      task.checkCancelled();
    }
  };

  const linkByHash = (table: number, blocks: readonly number[], tuples: number): void => {
    const buckets = 2 ** Math.ceil(Math.log2(Math.max(1, tuples)));
    const entries = directory(8 * buckets);
    u32[(table + TABLE_DIRECTORY) >>> 2] = entries;
    u32[(table + TABLE_MASK) >>> 2] = buckets - 1;
    linkAll(blocks, (block) => kernels.join_link_hash(entries, buckets - 1, block, tupleBytes));
  };
  const linkByKey = (table: number, blocks: readonly number[], values: number): void => {
    const min = view.getBigInt64(table + TABLE_MIN, true);
    const entries = directory(4 * values);
    u32[(table + TABLE_DIRECTORY) >>> 2] = entries;
    linkAll(blocks, (block) => kernels.join_link_key(entries, min, block, tupleBytes, direct!.offset, direct!.width));
  };
  const linkByRank = (table: number, blocks: readonly number[], values: number): void => {
    const min = view.getBigInt64(table + TABLE_MIN, true);
    const { offset, width } = direct!;
    const words = Math.ceil(values / 64);
    const bits = directory(8 * words);
    const ranks = kernels.region_alloc(outputRegion, 4 * words) >>> 0;
    for (const block of blocks) {
      kernels.join_mark_keys(bits, min, block, tupleBytes, offset, width);
      task.checkCancelled();
    }
    const entries = directory(4 * (kernels.join_rank_keys(bits, words, ranks) >>> 0));
    u32[(table + TABLE_DIRECTORY) >>> 2] = entries;
    u32[(table + TABLE_BITS) >>> 2] = bits;
    u32[(table + TABLE_RANKS) >>> 2] = ranks;
    linkAll(blocks, (block) => kernels.join_link_rank(bits, ranks, entries, min, block, tupleBytes, offset, width));
  };

  const blocks = built.flatMap((list) => [...blocksOf(arena, list)]);
  const nullBlocks = built.flatMap((list) => [...blocksOf(arena, list + BUILD_NULLS)]);
  const tuples = built.reduce((sum, list) => sum + tupleCount(arena, list), 0);
  const table = directory(TABLE_BYTES);
  u32[(table + TABLE_TUPLES) >>> 2] = tuples;
  u32[(table + TABLE_BLOCKS) >>> 2] = chain([...blocks, ...nullBlocks]);
  u32[(table + TABLE_NULL_BLOCKS) >>> 2] = nullBlocks[0] ?? 0;
  if (!keyed) return table;

  const min = built.reduce((least, list) => smaller(least, view.getBigInt64(list + BUILD_MIN, true)), 0x7fffffffffffffffn);
  const max = built.reduce((most, list) => -smaller(-most, -view.getBigInt64(list + BUILD_MAX, true)), -0x8000000000000000n);
  const range = max - min;
  const isDense = range < BigInt(Math.max(DENSE * tuples + SMALL_RANGE, Math.min(DENSE_IN_CACHE * tuples, CACHED_ENTRIES)));
  const isSparse = range < BigInt(Math.max(SPARSE * tuples + SMALL_RANGE, Math.min(probeRows, CACHED_BITS)));
  if (direct !== undefined && tuples > 0 && (isDense || isSparse)) {
    u32[(table + TABLE_KIND) >>> 2] = isDense ? BY_KEY : BY_RANK;
    view.setBigInt64(table + TABLE_MIN, min, true);
    view.setBigInt64(table + TABLE_RANGE, range, true);
    (isDense ? linkByKey : linkByRank)(table, blocks, Number(range) + 1);
  } else linkByHash(table, blocks, tuples);
  return table;
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
