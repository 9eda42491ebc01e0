/*
 * Chains the tuples of a join's build side. A tuple begins with 0 the upper half of its key's hash · 4 the next tuple of its chain (0: none).
 * Blocks (tuples.ts) are linked from the last to the first, and each from its end, so that a chain runs in row order.
 *
 *   by hash      entries of 8 bytes by the hash's low bits: low word first tuple · high word a Bloom filter of the chain, one bit per tuple
 *   by key       entries of 4 bytes by key − min: first tuple
 */
const BLOCK_HEADER: usize = 16;

/** Puts a block's tuples in front of their chains. */
export function join_link_hash(directory: usize, mask: u32, block: usize, bytes: u32): void {
  const first = block + BLOCK_HEADER;
  let tuple = first + <usize>bytes * load<u32>(block, 4);
  while (tuple > first) {
    tuple -= bytes;
    const hash = load<u32>(tuple);
    const entry = directory + (<usize>(hash & mask) << 3);
    store<u32>(tuple, load<u32>(entry), 4);
    store<u32>(entry, <u32>tuple);
    store<u32>(entry, load<u32>(entry, 4) | 1 << (hash >> 27), 4);
  }
}

/** As join_link_hash for a key of `width` bytes (2, 4, 8) at `offset` in the tuple. */
export function join_link_key(directory: usize, min: i64, block: usize, bytes: u32, offset: u32, width: u32): void {
  const first = block + BLOCK_HEADER;
  let tuple = first + <usize>bytes * load<u32>(block, 4);
  while (tuple > first) {
    tuple -= bytes;
    const key: i64 = width === 8 ? load<i64>(tuple + offset) : width === 4 ? <i64>load<i32>(tuple + offset) : <i64>load<i16>(tuple + offset);
    const entry = directory + (<usize>(key - min) << 2);
    store<u32>(tuple, load<u32>(entry), 4);
    store<u32>(entry, <u32>tuple);
  }
}
