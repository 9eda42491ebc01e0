import { block_alloc, block_free } from './memory';

/*
 * How far the first rows of each window partition reach by now, in a table that the tasks of a stage share. An entry is claimed by the first key
 * that comes to it and stays that key's; keys that find no entry near theirs have no bound.
 *
 *   table   0 entries − 1 · 4 ranks · 8 bits of a hash that do not count · 16 the entries, then as many lists of other prefixes
 *   entry   0 key + 1, or 0 · 8 prefix at the last rank: most rows are compared with nothing else
 *   others  the prefixes at ranks before the last
 *
 * Prefixes (exec/wasm/sort-prefix.ts) are held as their complements, 0 when unset. The prefix at rank r always has r + 1 kept rows that come no
 * later than it, whatever other threads write meanwhile: it is a row's own prefix, behind one that was read at rank r − 1; or one that was read
 * at rank r − 1 before an earlier row was written anywhere, which makes one row more.
 */
const HEADER: usize = 16;
const ENTRY_BYTES: u32 = 16;
const LAST: usize = 8;
const UNSET: u64 = 0xffffffffffffffff;
const PROBES: u32 = 4;

/** The table of a stage whose tasks share the word at `shared`, made by whoever comes first; 0 when there is no room for it. `entries` is a power of two. */
export function partition_bounds(shared: usize, region: usize, entries: u32, ranks: u32): usize {
  const known = atomic.load<u64>(shared);
  if (known !== UNSET) return <usize>known;
  const bytes = <u32>HEADER + entries * (ENTRY_BYTES + ((ranks - 1) << 3));
  const table = block_alloc(load<u32>(region), bytes);
  if (table === 0) return 0;
  memory.fill(table, 0, bytes);
  store<u32>(table, entries - 1);
  store<u32>(table, ranks, 4);
  store<u32>(table, 64 - ctz<u32>(entries), 8);
  const seen = atomic.cmpxchg<u64>(shared, UNSET, table);
  if (seen === UNSET) return table;
  block_free(table);
  return <usize>seen;
}

/** The entry of a key, or 0. */
function entryOf(table: usize, key: u64): usize {
  const tag = key + 1;
  if (tag === 0) return 0;
  const mask = load<u32>(table);
  const slot = <u32>(key * 0x9e3779b97f4a7c15 >> load<u32>(table, 8));
  for (let i: u32 = 0; i < PROBES; i++) {
    const entry = table + HEADER + <usize>((slot + i) & mask) * ENTRY_BYTES;
    let held = atomic.load<u64>(entry);
    if (held === 0) {
      held = atomic.cmpxchg<u64>(entry, 0, tag);
      if (held === 0) return entry;
    }
    if (held === tag) return entry;
  }
  return 0;
}

/** 0 when as many rows of the partition `key` as there are ranks come before one with this prefix for sure; otherwise the row is kept, and counts. */
export function partition_keeps(table: usize, key: u64, prefix: u64): u32 {
  if (table === 0) return 1;
  const entry = entryOf(table, key);
  if (entry === 0) return 1;
  const own = ~prefix;
  const last = atomic.load<u64>(entry, LAST);
  if (own <= last) return u32(own === last);
  const entries = table + HEADER;
  const others = load<u32>(table, 4) - 1;
  const slot = (entry - entries) / ENTRY_BYTES;
  const first = entries + <usize>(load<u32>(table) + 1) * ENTRY_BYTES + slot * (<usize>others << 3);
  let at = entry + LAST;
  for (let before = first + (<usize>others << 3); before > first; ) {
    before -= 8;
    const earlier = atomic.load<u64>(before);
    if (earlier >= own) break;
    atomic.store<u64>(at, earlier);
    at = before;
  }
  atomic.store<u64>(at, own);
  return 1;
}
