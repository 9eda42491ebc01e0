import { raise, RaiseCode } from './raise';

/*
 * The arena's block allocator, shared by all threads.
 *
 *   0 .. 1024          control words below; the rest of the first page is this module's static data
 *   OWNERS             one u32 per 64 KiB page: 0 free, otherwise owner id (low 16 bits) and, on the first page of a block, HEAD
 *   LENGTHS            one u32 per page: pages in the block, on its first page
 *   FIRST_PAGE         blocks
 *
 * A block is a run of pages with an owner, so everything that a query or a task holds goes back with one sweep of the table.
 */
const LOCK: usize = 64;
const TOTAL_PAGES: usize = 68;
const USED_PAGES: usize = 72;
const HINT: usize = 76;
const PEAK_PAGES: usize = 80;
/** No page from this one on is in a block: sweeps end here, far below the end of a large arena. */
const END_PAGE: usize = 84;

const PAGE_SHIFT: u32 = 16;
const OWNERS: usize = 0x100000;
const LENGTHS: usize = 0x140000;
const FIRST_PAGE: u32 = 0x18;
const HEAD: u32 = 0x10000;

function lock(): void {
  while (atomic.cmpxchg<i32>(LOCK, 0, 1) !== 0) {
    while (atomic.load<i32>(LOCK) !== 0) { /* spin: critical sections are microseconds */ }
  }
}

function unlock(): void {
  atomic.store<i32>(LOCK, 0);
}

/** Keeps every thread out of the allocator until `arena_unlock`, so that one can be ended without its lock staying behind. */
export function arena_lock(): void { lock(); }
export function arena_unlock(): void { unlock(); }

/** Prepares a fresh memory of `totalPages` 64 KiB pages. Called once, before any other thread sees it. */
export function arena_init(totalPages: u32): void {
  store<u32>(TOTAL_PAGES, totalPages);
  store<u32>(USED_PAGES, FIRST_PAGE);
  store<u32>(PEAK_PAGES, FIRST_PAGE);
  store<u32>(HINT, FIRST_PAGE);
  store<u32>(END_PAGE, FIRST_PAGE);
}

/** Pages in blocks now. */
export function arena_used(): u32 { return atomic.load<u32>(USED_PAGES) - FIRST_PAGE; }
/** The most pages that were ever in blocks at once. */
export function arena_peak(): u32 { return atomic.load<u32>(PEAK_PAGES) - FIRST_PAGE; }

function findRun(from: u32, to: u32, count: u32): u32 {
  let run: u32 = 0;
  let page = from;
  while (page < to) {
    const owner = load<u32>(OWNERS + (<usize>page << 2));
    if (owner === 0) {
      if (++run === count) return page - count + 1;
      page++;
    } else {
      run = 0;
      page += owner & HEAD ? load<u32>(LENGTHS + (<usize>page << 2)) : 1;
    }
  }
  return 0;
}

/** A block of at least `bytes` bytes at a 64 KiB boundary, contents arbitrary; 0 when there is no room. */
export function block_alloc(owner: u32, bytes: u32): usize {
  const count: u32 = bytes === 0 ? 1 : ((bytes - 1) >> PAGE_SHIFT) + 1;
  lock();
  const total = load<u32>(TOTAL_PAGES);
  const hint = load<u32>(HINT);
  let page = findRun(hint, total, count);
  if (page === 0) page = findRun(FIRST_PAGE, min(total, hint + count), count);
  if (page === 0) {
    unlock();
    return 0;
  }
  store<u32>(OWNERS + (<usize>page << 2), owner | HEAD);
  store<u32>(LENGTHS + (<usize>page << 2), count);
  for (let i: u32 = 1; i < count; i++) store<u32>(OWNERS + (<usize>(page + i) << 2), owner);
  const used = load<u32>(USED_PAGES) + count;
  store<u32>(USED_PAGES, used);
  if (used > load<u32>(PEAK_PAGES)) store<u32>(PEAK_PAGES, used);
  store<u32>(HINT, page + count);
  if (page + count > load<u32>(END_PAGE)) store<u32>(END_PAGE, page + count);
  unlock();
  return <usize>page << PAGE_SHIFT;
}

function release(page: u32): void {
  const count = load<u32>(LENGTHS + (<usize>page << 2));
  memory.fill(OWNERS + (<usize>page << 2), 0, <usize>count << 2);
  store<u32>(USED_PAGES, load<u32>(USED_PAGES) - count);
  if (page < load<u32>(HINT)) store<u32>(HINT, page);
}

function lowerEnd(): void {
  let end = load<u32>(END_PAGE);
  while (end > FIRST_PAGE && load<u32>(OWNERS + (<usize>(end - 1) << 2)) === 0) end--;
  store<u32>(END_PAGE, end);
}

export function block_free(address: usize): void {
  if (address === 0) return;
  lock();
  release(<u32>(address >> PAGE_SHIFT));
  unlock();
}

/** Gives back every block of an owner. */
export function owner_free(owner: u32): void {
  lock();
  const end = load<u32>(END_PAGE);
  let page = FIRST_PAGE;
  while (page < end) {
    const entry = load<u32>(OWNERS + (<usize>page << 2));
    if (entry === 0) { page++; continue; }
    const count = load<u32>(LENGTHS + (<usize>page << 2));
    if ((entry & 0xffff) === owner) release(page);
    page += count;
  }
  lowerEnd();
  unlock();
}

/** Pages that an owner holds. */
export function owner_pages(owner: u32): u32 {
  lock();
  const end = load<u32>(END_PAGE);
  let page = FIRST_PAGE;
  let sum: u32 = 0;
  while (page < end) {
    const entry = load<u32>(OWNERS + (<usize>page << 2));
    if (entry === 0) { page++; continue; }
    const count = load<u32>(LENGTHS + (<usize>page << 2));
    if ((entry & 0xffff) === owner) sum += count;
    page += count;
  }
  unlock();
  return sum;
}

/*
 * A region: bump allocation over blocks of one owner, used by one thread at a time, given back as a whole. The struct sits in its own
 * first block.
 *
 *   0 owner · 4 cursor · 8 end · 12 newest extra block · 16 bytes of the next block
 *   an extra block begins with: 0 next older block · 4 its bytes
 */
const REGION_STRUCT: usize = 32;
const BLOCK_HEADER: usize = 16;
const MAX_CHUNK: u32 = 1 << 20;

/** A new region, or a raise of out_of_memory. */
export function region_new(owner: u32): usize {
  const block = block_alloc(owner, 1);
  if (block === 0) { raise(RaiseCode.OUT_OF_MEMORY); return 0; }
  store<u32>(block, owner);
  store<u32>(block, <u32>(block + REGION_STRUCT), 4);
  store<u32>(block, <u32>(block + (1 << PAGE_SHIFT)), 8);
  store<u32>(block, 0, 12);
  store<u32>(block, 1 << 17, 16);
  return block;
}

/** `bytes` bytes at a 16-byte boundary, contents arbitrary; raises out_of_memory. */
export function region_alloc(region: usize, bytes: u32): usize {
  const size = (bytes + 15) & ~15;
  const cursor = load<u32>(region, 4);
  if (size >= bytes && size <= load<u32>(region, 8) - cursor) {
    store<u32>(region, cursor + size, 4);
    return cursor;
  }
  return regionGrow(region, bytes);
}

function regionGrow(region: usize, bytes: u32): usize {
  if (bytes > 0xfff00000) { raise(RaiseCode.OUT_OF_MEMORY); return 0; }
  const size = (bytes + 15) & ~15;
  const chunk = load<u32>(region, 16);
  const own = size > chunk >> 1;
  const blockBytes = own ? size + <u32>BLOCK_HEADER : chunk;
  const block = block_alloc(load<u32>(region), blockBytes);
  if (block === 0) { raise(RaiseCode.OUT_OF_MEMORY); return 0; }
  store<u32>(block, load<u32>(region, 12));
  store<u32>(block, blockBytes, 4);
  store<u32>(region, <u32>block, 12);
  const start = block + BLOCK_HEADER;
  if (!own) {
    store<u32>(region, <u32>start + size, 4);
    store<u32>(region, <u32>block + blockBytes, 8);
    if (chunk < MAX_CHUNK) store<u32>(region, chunk << 1, 16);
  }
  return start;
}

/** Where a region is, for `regionRelease`. */
export function regionMark(region: usize): u64 { return load<u64>(region, 4); }

/** Gives back what was allocated since the mark, as far as the region is still in the same block. */
export function regionRelease(region: usize, mark: u64): void {
  if (load<u32>(region, 8) === <u32>(mark >> 32)) store<u32>(region, <u32>mark, 4);
}

/** Empties a region but keeps it usable. */
export function region_reset(region: usize): void {
  let block: usize = load<u32>(region, 12);
  while (block !== 0) {
    const next: usize = load<u32>(block);
    block_free(block);
    block = next;
  }
  store<u32>(region, 0, 12);
  store<u32>(region, <u32>(region + REGION_STRUCT), 4);
  store<u32>(region, <u32>(region + (1 << PAGE_SHIFT)), 8);
  store<u32>(region, 1 << 17, 16);
}

export function region_free(region: usize): void {
  region_reset(region);
  block_free(region);
}
