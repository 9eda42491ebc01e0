import { block_alloc, block_free } from './memory';
import { raise, RaiseCode } from './raise';

/*
 * Rows on their way out of the arena, in Arrow's layouts (exec/operators/result-sink.ts).
 *
 *   state   0 rows · 4 rows at which they must leave · 8 owner
 *   column  0 slots, or for strings offsets of their bytes · 4 one byte per row, 0 for NULL · 8 bytes of the strings · 12 how many · 16 room for
 */

/** Rows leave before their strings become much longer than this. */
const MOST_BYTES: u32 = 1 << 22;
const SPARE: u32 = 16;

/** Appends a string's bytes to its column, whatever room there is. */
export function result_append(state: usize, column: usize, view: usize): void {
  const length = load<u32>(view);
  const used = load<u32>(column, 12);
  const room = load<u32>(column, 16);
  let bytes: usize = load<u32>(column, 8);
  if (<u64>used + length + SPARE > room) {
    const wanted = <u64>used + length + SPARE;
    if (wanted > 0x7fff0000) { raise(RaiseCode.OUT_OF_MEMORY); return; }
    const larger = max<u32>(max<u32>(<u32>wanted, 1 << 16), min<u32>(room << 1, MOST_BYTES));
    const block = block_alloc(load<u32>(state, 8), larger);
    if (block === 0) { raise(RaiseCode.OUT_OF_MEMORY); return; }
    memory.copy(block, bytes, used);
    block_free(bytes);
    bytes = block;
    store<u32>(column, <u32>block, 8);
    store<u32>(column, larger, 16);
    if (larger >= MOST_BYTES) store<u32>(state, load<u32>(state) + 1, 4);
  }
  memory.copy(bytes + used, length <= 12 ? view + 4 : load<u32>(view, 12), length);
  store<u32>(column, used + length, 12);
}

/** Packs one byte per row (0 or 1, and room up to a multiple of 16) into Arrow's bitmap, in place; returns how many are 0. */
export function result_pack(bytes: usize, rows: u32): u32 {
  let set: u32 = 0;
  for (let row: u32 = 0; row < rows; row += 16) {
    let bits: u32 = i8x16.bitmask(i8x16.ne(v128.load(bytes + row), i8x16.splat(0)));
    if (rows - row < 16) bits &= (1 << (rows - row)) - 1;
    set += popcnt<u32>(bits);
    store<u16>(bytes + (row >> 3), <u16>bits);
  }
  return rows - set;
}
