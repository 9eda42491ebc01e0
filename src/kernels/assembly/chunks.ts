import { region_alloc } from './memory';

/*
 * Rows in columns, in a list of chunks.
 *
 *   chunk   0 rows · 4 next chunk · 8 capacity · 16 one column descriptor of 16 bytes per column (data/column.ts)
 *   list    0 newest chunk · 4 rows in it · 8 its capacity · 12 first chunk · 16 rows in older chunks (u64) · 24 layout · 28 region
 *           32 largest capacity
 *   layout  0 number of columns · 4 one u32 per column: slot width, bit 31 set when the column may be NULL
 */

/** Starts a new chunk at the end of a list. Validity starts as all NULL, values are arbitrary. */
export function chunks_grow(list: usize): void {
  const layout: usize = load<u32>(list, 24);
  const region: usize = load<u32>(list, 28);
  const largest = load<u32>(list, 32);
  const previous: usize = load<u32>(list);
  let capacity: u32 = min<u32>(largest, 64);
  if (previous !== 0) {
    const rows = load<u32>(list, 4);
    store<u32>(previous, rows);
    store<u64>(list, load<u64>(list, 16) + rows, 16);
    capacity = min<u32>(largest, load<u32>(list, 8) << 2);
  }
  const columns = load<u32>(layout);
  let bytes: u32 = 16 + columns * 16;
  const bitmap: u32 = (((capacity + 63) >> 6) << 3) + 15 & ~15;
  for (let i: u32 = 0; i < columns; i++) {
    const entry = load<u32>(layout + (<usize>i << 2), 4);
    bytes += ((entry & 0x7fffffff) * capacity + 15) & ~15;
    if (entry >> 31) bytes += bitmap;
  }
  const chunk = region_alloc(region, bytes);
  store<u32>(chunk, 0);
  store<u32>(chunk, 0, 4);
  store<u32>(chunk, capacity, 8);
  let at: usize = chunk + 16 + (<usize>columns << 4);
  for (let i: u32 = 0; i < columns; i++) {
    const entry = load<u32>(layout + (<usize>i << 2), 4);
    const descriptor = chunk + 16 + (<usize>i << 4);
    store<u32>(descriptor, <u32>at);
    store<u64>(descriptor, 0, 4);
    store<u32>(descriptor, 0, 12);
    at += ((entry & 0x7fffffff) * capacity + 15) & ~15;
    if (entry >> 31) {
      memory.fill(at, 0, bitmap);
      store<u32>(descriptor, <u32>at, 4);
      at += bitmap;
    }
  }
  if (previous !== 0) store<u32>(previous, <u32>chunk, 4);
  else store<u32>(list, <u32>chunk, 12);
  store<u32>(list, <u32>chunk);
  store<u32>(list, 0, 4);
  store<u32>(list, capacity, 8);
}

/** Completes a list: the newest chunk's row count is written. Returns the number of rows. */
export function chunks_finish(list: usize): u64 {
  const newest: usize = load<u32>(list);
  if (newest === 0) return 0;
  const rows = load<u32>(list, 4);
  store<u32>(newest, rows);
  return load<u64>(list, 16) + rows;
}
