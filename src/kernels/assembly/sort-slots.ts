import { interval_compare } from './interval';
import { region_alloc } from './memory';
import { view_compare } from './view';

/*
 * Sorting of the slots that percentiles and mode collect. Kinds: 0 i64 · 1 f64 (NaN last, −0 equal to 0) · 2 i128 · 3 string views · 4 intervals.
 */

/** The order of two slots. */
export function slot_compare(kind: i32, a: usize, b: usize): i32 {
  switch (kind) {
    case 0: {
      const x = load<i64>(a);
      const y = load<i64>(b);
      return i32(x > y) - i32(x < y);
    }
    case 1: {
      const x = load<f64>(a);
      const y = load<f64>(b);
      if (x !== x || y !== y) return i32(x !== x) - i32(y !== y);
      return i32(x > y) - i32(x < y);
    }
    case 2: {
      const x = load<i64>(a, 8);
      const y = load<i64>(b, 8);
      if (x !== y) return x < y ? -1 : 1;
      return i32(load<u64>(a) > load<u64>(b)) - i32(load<u64>(a) < load<u64>(b));
    }
    case 3: return view_compare(a, b);
    default: return interval_compare(load<i64>(a), load<i64>(a, 8), load<i64>(b), load<i64>(b, 8));
  }
}

function copySlot(to: usize, from: usize, width: u32): void {
  store<u64>(to, load<u64>(from));
  if (width === 16) store<u64>(to, load<u64>(from, 8), 8);
}

/** Sorts `count` slots (8 bytes for kinds 0 and 1, otherwise 16) there or elsewhere, and returns where: a stable bottom-up merge sort. */
export function slots_sorted(slots: usize, count: u32, kind: i32, region: usize): usize {
  const width: u32 = kind < 2 ? 8 : 16;
  if (count === 0) return slots;
  const total = <u64>count * width;
  let from = slots;
  let to = region_alloc(region, total > 0xf0000000 ? 0xffffffff : <u32>total);
  // Runs of sixteen by insertion.
  for (let start: u32 = 0; start < count; start += 16) {
    const end = min(start + 16, count);
    for (let i = start + 1; i < end; i++) {
      const low = load<u64>(from + <usize>i * width);
      const high = width === 16 ? load<u64>(from + <usize>i * width, 8) : 0;
      copySlot(to, from + <usize>i * width, width);
      let j = i;
      while (j > start && slot_compare(kind, from + <usize>(j - 1) * width, to) > 0) {
        copySlot(from + <usize>j * width, from + <usize>(j - 1) * width, width);
        j--;
      }
      store<u64>(from + <usize>j * width, low);
      if (width === 16) store<u64>(from + <usize>j * width, high, 8);
    }
  }
  for (let run: u64 = 16; run < count; run <<= 1) {
    for (let start: u64 = 0; start < count; start += run << 1) {
      const middle = <u32>min<u64>(start + run, count);
      const end = <u32>min<u64>(start + (run << 1), count);
      let a = <u32>start;
      let b = middle;
      for (let k = <u32>start; k < end; k++) {
        const takeA = a < middle && (b >= end || slot_compare(kind, from + <usize>a * width, from + <usize>b * width) <= 0);
        copySlot(to + <usize>k * width, from + <usize>(takeA ? a++ : b++) * width, width);
      }
    }
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

/** Address of the first slot of the longest run of equal slots in a sorted list; of equally long ones, the first. */
export function slots_mode(slots: usize, count: u32, kind: i32): usize {
  const width: usize = kind < 2 ? 8 : 16;
  let best: u32 = 0;
  let bestLength: u32 = 0;
  let start: u32 = 0;
  for (let i: u32 = 1; i <= count; i++) {
    if (i < count && slot_compare(kind, slots + <usize>start * width, slots + <usize>i * width) === 0) continue;
    if (i - start > bestLength) {
      best = start;
      bestLength = i - start;
    }
    start = i;
  }
  return slots + <usize>best * width;
}
