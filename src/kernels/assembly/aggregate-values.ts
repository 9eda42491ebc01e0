import { region_alloc } from './memory';

/*
 * Values that aggregates keep beyond the batch.
 */

/**
 * Copies the string `view` into a state: 0 the copy as a view · 20 capacity of its buffer · 24 the buffer's address. The buffer is used
 * again while it is large enough and doubles otherwise, so a state's garbage stays below twice its longest string.
 */
export function aggregate_keep_bytes(state: usize, view: usize, region: usize): void {
  const length = load<u32>(view);
  if (length <= 12) {
    v128.store(state, v128.load(view));
    return;
  }
  let capacity = load<u32>(state, 20);
  if (capacity < length) {
    capacity = max(length, min(capacity, 1 << 30) << 1);
    store<u32>(state, <u32>region_alloc(region, capacity), 24);
    store<u32>(state, capacity, 20);
  }
  const buffer: usize = load<u32>(state, 24);
  memory.copy(buffer, load<u32>(view, 12), length);
  store<u32>(state, length);
  store<u32>(state, load<u32>(buffer), 4);
  store<u32>(state, 0, 8);
  store<u32>(state, <u32>buffer, 12);
}

/** Gives the array view at `out` copies of the bitmap and the slots of the array `from`; returns the new slots' address, 0 when empty. */
export function view_copy_elements(out: usize, from: usize, width: u32, region: usize): usize {
  const count = load<u32>(from);
  const bitmap: usize = load<u32>(from, 8);
  // `out` may be `from`.
  const source: usize = load<u32>(from, 12);
  store<u32>(out, 0, 12);
  if (count === 0) return 0;
  if (bitmap !== 0) {
    const bytes = (count + 7) >> 3;
    const copy = region_alloc(region, bytes);
    memory.copy(copy, bitmap, bytes);
    store<u32>(out, <u32>copy, 8);
  }
  if (<u64>count * width > 0xf0000000) region_alloc(region, 0xffffffff);
  const slots = region_alloc(region, count * width);
  memory.copy(slots, source, count * width);
  store<u32>(out, <u32>slots, 12);
  return slots;
}

/** 1 when element `i` of an array is not NULL. */
export function view_element_valid(array: usize, i: u32): i32 {
  const bitmap: usize = load<u32>(array, 8);
  return bitmap === 0 ? 1 : load<u8>(bitmap + (i >> 3)) >> (i & 7) & 1;
}
