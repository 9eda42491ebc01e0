import { region_alloc } from './memory';

/*
 * Rows of a fixed size, in a list of blocks; a tuple never moves. What is in one is up to the operator (exec/wasm/tuple.ts).
 *
 *   list    0 where the next tuple goes · 4 end of the newest block · 8 first block · 12 newest block · 16 bytes of a tuple (a multiple of 8)
 *           20 region · 24 tuples in older blocks · 28 tuples of the next block
 *   block   0 next block · 4 tuples in it · 16 the tuples
 */
const BLOCK_HEADER: usize = 16;
const LARGEST_BLOCK: u32 = 0x40000;

/** Starts a new, zeroed block at the end of a list. */
export function tuples_grow(list: usize): void {
  const bytes = load<u32>(list, 16);
  const previous: usize = load<u32>(list, 12);
  const count = load<u32>(list, 28);
  const block = region_alloc(load<u32>(list, 20), <u32>BLOCK_HEADER + bytes * count);
  memory.fill(block, 0, BLOCK_HEADER + <usize>bytes * count);
  if (previous !== 0) {
    const full: u32 = (load<u32>(list) - <u32>(previous + BLOCK_HEADER)) / bytes;
    store<u32>(previous, <u32>block);
    store<u32>(previous, full, 4);
    store<u32>(list, load<u32>(list, 24) + full, 24);
  } else store<u32>(list, <u32>block, 8);
  store<u32>(list, <u32>(block + BLOCK_HEADER));
  store<u32>(list, <u32>(block + BLOCK_HEADER) + bytes * count, 4);
  store<u32>(list, <u32>block, 12);
  if (bytes * count < LARGEST_BLOCK) store<u32>(list, count << 1, 28);
}

/** Completes a list: the newest block's count is written. Returns the number of tuples. */
export function tuples_finish(list: usize): u32 {
  const newest: usize = load<u32>(list, 12);
  if (newest === 0) return 0;
  const count: u32 = (load<u32>(list) - <u32>(newest + BLOCK_HEADER)) / load<u32>(list, 16);
  store<u32>(newest, count, 4);
  return load<u32>(list, 24) + count;
}

/** Zeroes an area: where the state of an aggregate begins. */
export function state_clear(state: usize, bytes: u32): void {
  memory.fill(state, 0, bytes);
}

/** Writes the addresses of a block's tuples. */
export function tuples_addresses(block: usize, bytes: u32, out: usize): void {
  const count = load<u32>(block, 4);
  let tuple: u32 = <u32>(block + BLOCK_HEADER);
  for (let i: u32 = 0; i < count; i++, tuple += bytes) store<u32>(out + (<usize>i << 2), tuple);
}
