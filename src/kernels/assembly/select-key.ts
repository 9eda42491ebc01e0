import { slots_sorted } from './sort-slots';

/*
 * Selection among 64-bit signed keys.
 */

// @ts-ignore: decorator
@inline
function swap(a: usize, b: usize): void {
  const key = load<i64>(a);
  store<i64>(a, load<i64>(b));
  store<i64>(b, key);
}

// @ts-ignore: decorator
@inline
function middle(a: i64, b: i64, c: i64): i64 { return max(min(a, b), min(max(a, b), c)); }

/** The median of nine keys (of three when there are few) spread over [from, to). */
function pivotOf(from: usize, to: usize): i64 {
  const step = ((to - from) >> 3) / 9 << 3;
  if (step < 32) return middle(load<i64>(from), load<i64>(from + ((to - from) >> 4 << 3)), load<i64>(to - 8));
  const a = middle(load<i64>(from), load<i64>(from + step), load<i64>(from + 2 * step));
  const b = middle(load<i64>(from + 3 * step), load<i64>(from + 4 * step), load<i64>(from + 5 * step));
  return middle(a, b, middle(load<i64>(from + 6 * step), load<i64>(from + 7 * step), load<i64>(to - 8)));
}

/** Moves keys less than the pivot to the front (`orEqual`: those equal to it, too); returns where the others begin. No branch depends on keys. */
// @ts-ignore: decorator
@inline
function partition(from: usize, to: usize, pivot: i64, orEqual: bool): usize {
  let others = from;
  for (let at = from; at < to; at += 8) {
    const key = load<i64>(at);
    store<i64>(at, load<i64>(others));
    store<i64>(others, key);
    others += <usize>(orEqual ? key <= pivot : key < pivot) << 3;
  }
  return others;
}

function insertionSort(from: usize, to: usize): void {
  for (let next = from + 8; next < to; next += 8) {
    for (let at = next; at > from && load<i64>(at - 8) > load<i64>(at); at -= 8) swap(at - 8, at);
  }
}

/**
 * Reorders keys so that the one of `rank` (from 0) in ascending order is in its place, none before it is greater and none behind it is less:
 * quickselect (C. A. R. Hoare, "Algorithm 65: Find", 1961), and a sort when so many `rounds` of pivots were not enough.
 */
export function select_key(keys: usize, count: u32, rank: u32, rounds: i32, region: usize): void {
  const wanted = keys + (<usize>rank << 3);
  let from = keys;
  let to = keys + (<usize>count << 3);
  for (; to - from > 16 << 3; rounds--) {
    if (rounds === 0) {
      const size = to - from;
      memory.copy(from, slots_sorted(from, <u32>(size >> 3), 0, region), size);
      return;
    }
    const pivot = pivotOf(from, to);
    const notLess = partition(from, to, pivot, false);
    if (wanted < notLess) to = notLess;
    else {
      // The pivot is among these, so that every round leaves fewer.
      const greater = partition(notLess, to, pivot, true);
      if (wanted < greater) return;
      from = greater;
    }
  }
  insertionSort(from, to);
}

/** Twice the rounds of which each halves the keys. */
export function enoughRounds(count: u32): i32 { return 2 * (32 - <i32>clz<u32>(count)); }
