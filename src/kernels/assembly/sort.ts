/*
 * Sorting entries of 16 bytes: 0 prefix (u64, unsigned order is the sort's) · 8 tuple (u32) · 12 arrival (u32).
 * A radix sort by the prefix, least significant byte first, in pieces that the caller cuts; every pass is stable.
 */
const BLOCK_HEADER: usize = 16;

/** Writes the entries of a block's tuples (tuples.ts), which begin with their prefix. */
export function sort_entries(block: usize, bytes: u32, out: usize): void {
  const count = load<u32>(block, 4);
  let tuple = block + BLOCK_HEADER;
  for (let i: u32 = 0; i < count; i++, tuple += bytes, out += 16) {
    store<u64>(out, load<u64>(tuple));
    store<u64>(out, <u64>(<u32>tuple), 8);
  }
}

/** Adds each prefix byte's occurrences to its table of 256 counters (u32); the least significant byte's table comes first. */
export function sort_count(entries: usize, count: u32, counters: usize): void {
  const end = entries + (<usize>count << 4);
  for (let at = entries; at < end; at += 16) {
    let prefix = load<u64>(at);
    for (let table = counters; table < counters + 0x2000; table += 0x400) {
      const counter = table + (<usize>(prefix & 0xff) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
      prefix >>= 8;
    }
  }
}

/** Makes a table's counters the addresses of each byte value's first entry in `out`; returns 1 when all entries have the same byte. */
export function sort_offsets(counters: usize, count: u32, out: usize): i32 {
  let at: u32 = <u32>out;
  for (let value: usize = 0; value < 256; value++) {
    const counter = counters + (value << 2);
    const entries = load<u32>(counter);
    if (entries === count) return 1;
    store<u32>(counter, at);
    at += entries << 4;
  }
  return 0;
}

/** Moves entries to where their byte `shift` bits up belongs. */
export function sort_scatter(entries: usize, count: u32, offsets: usize, shift: u32): void {
  const end = entries + (<usize>count << 4);
  for (let at = entries; at < end; at += 16) {
    const prefix = load<u64>(at);
    const counter = offsets + (<usize>(prefix >> shift & 0xff) << 2);
    const to: usize = load<u32>(counter);
    store<u32>(counter, <u32>to + 16);
    store<u64>(to, prefix);
    store<u64>(to, load<u64>(at, 8), 8);
  }
}

/** The first eight bytes of a string as a big-endian number, zero-padded: equal for strings that differ later only. */
export function view_prefix(view: usize): u64 {
  const length = load<u32>(view);
  if (length <= 12) return bswap<u64>(load<u64>(view, 4));
  return bswap<u64>(load<u64>(load<u32>(view, 12)));
}
