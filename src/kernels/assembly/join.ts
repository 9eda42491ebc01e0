/*
 * Chains the tuples of a join's build side. A tuple begins with 0 the upper half of its key's hash · 4 the next tuple of its chain (0: none).
 * Blocks (tuples.ts) are linked from the last to the first, and each from its end, so that a chain runs in row order.
 *
 *   by hash      entries of 8 bytes by the hash's low bits: low word first tuple · high word a Bloom filter of the chain, one bit per tuple
 *   by key       entries of 4 bytes by key − min: first tuple
 *   by rank      a bit by key − min: the key exists · per 64 bits the number of bits before them · entries of 4 bytes by the key's place among
 *                the bits that are set: first tuple
 *
 * The directory by rank is a bit vector with constant-time rank (Jacobson 1989).
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

function keyOf(tuple: usize, offset: u32, width: u32): i64 {
  const at = tuple + offset;
  return width === 8 ? load<i64>(at) : width === 4 ? <i64>load<i32>(at) : <i64>load<i16>(at);
}

/** As join_link_hash for a key of `width` bytes (2, 4, 8) at `offset` in the tuple. */
export function join_link_key(directory: usize, min: i64, block: usize, bytes: u32, offset: u32, width: u32): void {
  const first = block + BLOCK_HEADER;
  let tuple = first + <usize>bytes * load<u32>(block, 4);
  while (tuple > first) {
    tuple -= bytes;
    const entry = directory + (<usize>(keyOf(tuple, offset, width) - min) << 2);
    store<u32>(tuple, load<u32>(entry), 4);
    store<u32>(entry, <u32>tuple);
  }
}

/** Sets the bits of a block's keys in a zeroed bit vector. */
export function join_mark_keys(bits: usize, min: i64, block: usize, bytes: u32, offset: u32, width: u32): void {
  let tuple = block + BLOCK_HEADER;
  const end = tuple + <usize>bytes * load<u32>(block, 4);
  for (; tuple < end; tuple += bytes) {
    const index = keyOf(tuple, offset, width) - min;
    const word = bits + (<usize>(index >> 6) << 3);
    store<u64>(word, load<u64>(word) | (<u64>1 << index));
  }
}

/** Counts the bits before each of `words` 64-bit words into `ranks`; returns the number of all. */
export function join_rank_keys(bits: usize, words: u32, ranks: usize): u32 {
  let rank: u32 = 0;
  for (let i: usize = 0; i < words; i++) {
    store<u32>(ranks + (i << 2), rank);
    rank += <u32>popcnt<u64>(load<u64>(bits + (i << 3)));
  }
  return rank;
}

/** As join_link_key by rank. */
export function join_link_rank(
  bits: usize,
  ranks: usize,
  directory: usize,
  min: i64,
  block: usize,
  bytes: u32,
  offset: u32,
  width: u32,
): void {
  const first = block + BLOCK_HEADER;
  let tuple = first + <usize>bytes * load<u32>(block, 4);
  while (tuple > first) {
    tuple -= bytes;
    const index = keyOf(tuple, offset, width) - min;
    const word = <usize>(index >> 6);
    const before = load<u64>(bits + (word << 3)) & ((<u64>1 << index) - 1);
    const entry = directory + (<usize>(load<u32>(ranks + (word << 2)) + <u32>popcnt<u64>(before)) << 2);
    store<u32>(tuple, load<u32>(entry), 4);
    store<u32>(entry, <u32>tuple);
  }
}
