import { regionMark, regionRelease, region_alloc } from './memory';
import { enoughRounds, select_key } from './select-key';
import { slots_mode, slots_sorted } from './sort-slots';

/*
 * Bags of slots in aggregate states, which keep all values of a group in their order. A bag is a chain of pieces; only the newest has room,
 * and values never move, so merging only adds pieces that refer to the other bag's values.
 *
 *   bag    0 where the next slot goes · 4 end of the newest piece's room · 8 newest piece or 0
 *   piece  0 the one before or 0 · 4 address of its slots · 8 how many (of the newest one of a bag, see `cursor`) · 12 slots in pieces before
 */
const NEWEST: usize = 8;
const PIECE: u32 = 16;
const FIRST_CAPACITY: u32 = 8;
const LARGEST_BYTES: u32 = 0x4000;

// @ts-ignore: decorator
@inline
function shiftOf(width: u32): u32 { return width === 16 ? 4 : 3; }

/** How many slots of `width` bytes (8 or 16) a bag has. */
export function bag_count(bag: usize, width: u32): u32 {
  const newest: usize = load<u32>(bag, NEWEST);
  return newest === 0 ? 0 : load<u32>(newest, 12) + ((load<u32>(bag) - load<u32>(newest, 4)) >> shiftOf(width));
}

/** Gives a bag room for at least one more slot. */
export function bag_grow(bag: usize, width: u32, region: usize): void {
  const newest: usize = load<u32>(bag, NEWEST);
  const before = bag_count(bag, width);
  let bytes = FIRST_CAPACITY * width;
  if (newest !== 0) {
    const used = load<u32>(bag) - load<u32>(newest, 4);
    store<u32>(newest, used >> shiftOf(width), 8);
    bytes = min(max(bytes, used << 1), LARGEST_BYTES);
  }
  const piece = region_alloc(region, PIECE + bytes);
  const slots = <u32>piece + PIECE;
  store<u32>(piece, <u32>newest);
  store<u32>(piece, slots, 4);
  store<u32>(piece, before, 12);
  store<u32>(bag, slots);
  store<u32>(bag, slots + bytes, 4);
  store<u32>(bag, <u32>piece, NEWEST);
}

/** Adds another bag's slots behind a bag's own; the other one keeps them, and its memory must outlive the bag. */
export function bag_merge(bag: usize, other: usize, width: u32, region: usize): void {
  const last: usize = load<u32>(other, NEWEST);
  if (last === 0) return;
  const newest: usize = load<u32>(bag, NEWEST);
  const before = bag_count(bag, width);
  if (newest !== 0) store<u32>(newest, (load<u32>(bag) - load<u32>(newest, 4)) >> shiftOf(width), 8);
  let pieces: u32 = 0;
  for (let piece = last; piece !== 0; piece = load<u32>(piece)) pieces++;
  const copies = region_alloc(region, pieces * PIECE);
  let piece = last;
  let used: u32 = (load<u32>(other) - load<u32>(last, 4)) >> shiftOf(width);
  for (let i = pieces; i-- > 0; ) {
    const copy = copies + <usize>i * PIECE;
    store<u32>(copy, i === 0 ? <u32>newest : <u32>copy - PIECE);
    store<u32>(copy, load<u32>(piece, 4), 4);
    store<u32>(copy, used, 8);
    store<u32>(copy, before + load<u32>(piece, 12), 12);
    piece = load<u32>(piece);
    if (i !== 0) used = load<u32>(piece, 8);
  }
  // Behind the last copy there is no room: those slots are the other bag's.
  const end = load<u32>(other);
  store<u32>(bag, end);
  store<u32>(bag, end, 4);
  store<u32>(bag, <u32>copies + (pieces - 1) * PIECE, NEWEST);
}

/** A copy of all slots, side by side, in their order. */
export function bag_slots(bag: usize, width: u32, region: usize): usize {
  const bytes = <u64>bag_count(bag, width) * width;
  const out = region_alloc(region, bytes > 0xf0000000 ? 0xffffffff : <u32>bytes);
  let piece: usize = load<u32>(bag, NEWEST);
  let size: usize = piece === 0 ? 0 : load<u32>(bag) - load<u32>(piece, 4);
  while (piece !== 0) {
    memory.copy(out + <usize>load<u32>(piece, 12) * width, load<u32>(piece, 4), size);
    piece = load<u32>(piece);
    if (piece !== 0) size = <usize>load<u32>(piece, 8) * width;
  }
  return out;
}

/** Doubles as keys in the same order, NaN last; −0 comes before 0. */
function toKeys(slots: usize, count: u32): void {
  const end = slots + (<usize>count << 3);
  for (let at = slots; at < end; at += 8) {
    const bits = load<i64>(at);
    const x = reinterpret<f64>(bits);
    store<i64>(at, x === x ? bits ^ <i64>(<u64>(bits >> 63) >> 1) : 0x7ff8000000000000);
  }
}

// @ts-ignore: decorator
@inline
function fromKey(key: i64): f64 { return reinterpret<f64>(key ^ <i64>(<u64>(key >> 63) >> 1)); }

/** The key of −0. */
const NEGATIVE_ZERO: i64 = -1;

/** The double of `rank` among selected keys. Zeroes are equal, so which of them it is follows from the order of the bag, as in a stable sort. */
function doubleOfRank(bag: usize, keys: usize, count: u32, rank: u32, region: usize): f64 {
  const result = fromKey(load<i64>(keys + (<usize>rank << 3)));
  if (result !== 0) return result;
  let zeroes = rank;
  for (let i: usize = 0; i < count; i++) zeroes -= u32(load<i64>(keys + (i << 3)) < NEGATIVE_ZERO);
  const slots = bag_slots(bag, 8, region);
  let at = slots;
  for (; load<f64>(at) !== 0 || zeroes > 0; at += 8) if (load<f64>(at) === 0) zeroes--;
  return load<f64>(at);
}

/** The value at a fraction of a bag of doubles, between two of them when need be: low + share × (high − low). */
export function bag_percentile(bag: usize, fraction: f64, region: usize): f64 {
  const mark = regionMark(region);
  const result = percentile(bag, fraction, region);
  regionRelease(region, mark);
  return result;
}

function percentile(bag: usize, fraction: f64, region: usize): f64 {
  const count = bag_count(bag, 8);
  const keys = bag_slots(bag, 8, region);
  toKeys(keys, count);
  const position = fraction * <f64>(count - 1);
  const floor = Math.floor(position);
  const rank = <u32>floor;
  select_key(keys, count, rank, enoughRounds(count), region);
  const low = doubleOfRank(bag, keys, count, rank, region);
  if (floor === position) return low;
  let next = load<i64>(keys + (<usize>rank << 3), 8);
  for (let i: usize = rank + 2; i < count; i++) next = min(next, load<i64>(keys + (i << 3)));
  const high = fromKey(next);
  return low === high ? low : low + (position - floor) * (high - low);
}

/** Address of the first slot in order whose rank is at least the fraction. */
export function bag_at_fraction(bag: usize, kind: i32, fraction: f64, region: usize): usize {
  const width: u32 = kind < 2 ? 8 : 16;
  const count = bag_count(bag, width);
  const slots = bag_slots(bag, width, region);
  const least = Math.ceil(fraction * <f64>count);
  const rank: u32 = least <= 1 ? 0 : <u32>least - 1;
  if (kind >= 2) return slots_sorted(slots, count, kind, region) + (<usize>rank << 4);
  if (kind === 1) toKeys(slots, count);
  select_key(slots, count, rank, enoughRounds(count), region);
  const found = slots + (<usize>rank << 3);
  if (kind === 1) store<f64>(found, doubleOfRank(bag, slots, count, rank, region));
  return found;
}

/** Address of the first slot of the longest run of equal slots in order; of equally long ones, the first. */
export function bag_mode(bag: usize, kind: i32, region: usize): usize {
  const width: u32 = kind < 2 ? 8 : 16;
  const count = bag_count(bag, width);
  return slots_mode(slots_sorted(bag_slots(bag, width, region), count, kind, region), count, kind);
}
