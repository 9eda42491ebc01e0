import type { Arena } from '../../data/arena.js';

/** Lists of tuples (kernels/assembly/tuples.ts) as sources and sinks handle them. */
export const TUPLE_BLOCK_HEADER = 16;
const FIRST_BLOCK_BYTES = 4096;

/** Writes an empty list at `list`. */
export function initTupleList(arena: Arena, list: number, tupleBytes: number, region: number): void {
  arena.u8.fill(0, list, list + 32);
  arena.u32[(list + 16) >>> 2] = tupleBytes;
  arena.u32[(list + 20) >>> 2] = region;
  arena.u32[(list + 28) >>> 2] = Math.max(1, Math.floor((FIRST_BLOCK_BYTES - 32) / tupleBytes));
}

/** Tuples of a finished list. */
export const tupleCount = (arena: Arena, list: number): number =>
  arena.u32[(list + 24) >>> 2] + (newestBlock(arena, list) === 0 ? 0 : blockTuples(arena, newestBlock(arena, list)));

const newestBlock = (arena: Arena, list: number): number => arena.u32[(list + 12) >>> 2];

export const blockTuples = (arena: Arena, block: number): number => arena.u32[(block + 4) >>> 2];

/** Blocks of a finished list that hold tuples, in order. */
export function* blocksOf(arena: Arena, list: number): Generator<number, undefined> {
  for (let block = arena.u32[(list + 8) >>> 2]; block !== 0; block = arena.u32[block >>> 2]) if (blockTuples(arena, block) > 0) yield block;
  return undefined;
}
