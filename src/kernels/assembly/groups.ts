import { block_alloc, block_free, region_alloc } from './memory';
import { raise, RaiseCode } from './raise';

/*
 * The directory of a table of groups: open addressing, linear probing. The upper half of an entry is the upper half of its key's hash, whose
 * low bits say where probing starts; so growing needs no look at the tuples.
 *
 *   table   0 directory · 4 mask · 8 groups · 12 groups at which it grows · 16 region
 *           20 rows that were looked up (counted by whoever does) · 24 set when it gave up growing · 28 entries from which on it may (0: never)
 *   entry   low word: tuple (0: empty) · high word: upper 32 bits of the hash
 */
const IN_REGION: u32 = 0x8000;
function allocate(table: usize, entries: u32): usize {
  const region: usize = load<u32>(table, 16);
  if (entries > 0x10000000) { raise(RaiseCode.OUT_OF_MEMORY); return 0; }
  const bytes = entries << 3;
  let directory: usize = 0;
  if (bytes <= IN_REGION) directory = region_alloc(region, bytes);
  else {
    directory = block_alloc(load<u32>(region), bytes);
    if (directory === 0) { raise(RaiseCode.OUT_OF_MEMORY); return 0; }
  }
  memory.fill(directory, 0, bytes);
  store<u32>(table, <u32>directory);
  store<u32>(table, entries - 1, 4);
  store<u32>(table, (entries >> 1) + (entries >> 3), 12);
  return directory;
}

/** An empty directory for about `expected` groups; it grows by itself when more come. */
export function groups_init(table: usize, region: usize, expected: u32): void {
  store<u32>(table, 0, 8);
  store<u32>(table, <u32>region, 16);
  store<u64>(table, 0, 20);
  store<u32>(table, 0, 28);
  let entries: u32 = 256;
  while (entries < 0x10000000 && (entries >> 1) + (entries >> 3) <= expected) entries <<= 1;
  allocate(table, entries);
}

/**
 * Doubles (small ones: quadruples) the directory. A large one gives up instead when two of three rows made a group of their own: a lookup that
 * misses the cache and finds nothing is then in vain for most rows.
 */
export function groups_grow(table: usize): void {
  const old: usize = load<u32>(table);
  const entries: u32 = load<u32>(table, 4) + 1;
  const patience = load<u32>(table, 28);
  if (patience !== 0 && entries >= patience && <u64>load<u32>(table, 20) << 1 < <u64>load<u32>(table, 8) * 3) {
    store<u32>(table, 1, 24);
    return;
  }
  const directory = allocate(table, entries < 0x10000 ? entries << 2 : entries << 1);
  const mask = load<u32>(table, 4);
  const end = old + (<usize>entries << 3);
  for (let from = old; from < end; from += 8) {
    const entry = load<u64>(from);
    if (<u32>entry === 0) continue;
    let slot: u32 = <u32>(entry >> 32) & mask;
    while (load<u32>(directory + (<usize>slot << 3)) !== 0) slot = (slot + 1) & mask;
    store<u64>(directory + (<usize>slot << 3), entry);
  }
  if (entries << 3 > IN_REGION) block_free(old);
}

/** Gives the directory back. */
export function groups_free(table: usize): void {
  if ((load<u32>(table, 4) + 1) << 3 > IN_REGION) block_free(load<u32>(table));
  store<u32>(table, 0);
  store<u32>(table, 0, 4);
}
