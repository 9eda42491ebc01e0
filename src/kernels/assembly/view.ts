import { region_alloc } from './memory';

/*
 * Views (data/column.ts): 16 bytes for a string or byte string. 0 length · 4 up to twelve bytes inline, zero-padded · or, when longer, 4 the
 * first four bytes · 8 zero · 12 address. Kernels that make a string take the address of the result view first and the region last.
 */
const INLINE: u32 = 12;

const K1: u64 = 0x9e3779b185ebca87;
const K2: u64 = 0xc2b2ae3d27d4eb4f;
const K3: u64 = 0x165667b19e3779f9;

/** Length in bytes. */
// @ts-ignore: decorator
@inline
export function view_length(view: usize): u32 { return load<u32>(view); }

/** Address of the bytes; inline ones lie in the view itself. */
// @ts-ignore: decorator
@inline
export function view_bytes(view: usize): usize {
  return load<u32>(view) <= INLINE ? view + 4 : load<u32>(view, 12);
}

/** Makes `out` a view of `length` bytes at `bytes`, which must live as long as the view (no copy; short ones are put inline). */
export function view_make(out: usize, bytes: usize, length: u32): void {
  if (length > INLINE) {
    const prefix = load<u32>(bytes);
    store<u32>(out, length);
    store<u32>(out, prefix, 4);
    store<u32>(out, 0, 8);
    store<u32>(out, <u32>bytes, 12);
    return;
  }
  let low: u64 = 0;
  let high: u64 = 0;
  if (length >= 8) {
    low = load<u64>(bytes);
    for (let i: u32 = length; i > 8; i--) high = high << 8 | load<u8>(bytes + i - 1);
  } else {
    for (let i: u32 = length; i > 0; i--) low = low << 8 | load<u8>(bytes + i - 1);
  }
  store<u64>(out, <u64>length | low << 32);
  store<u64>(out, low >> 32 | high << 32, 8);
}

/** Address for the bytes of a new string of `length` bytes: inside `out` when short (then zeroed), in the region otherwise. Writing them is the caller's, and `view_finish`. */
// @ts-ignore: decorator
@inline
export function view_begin(out: usize, length: u32, region: usize): usize {
  store<u64>(out, <u64>length);
  store<u64>(out, 0, 8);
  if (length <= INLINE) return out + 4;
  const bytes = region_alloc(region, length);
  store<u32>(out, <u32>bytes, 12);
  return bytes;
}

/** Completes a string that `view_begin` began, after its bytes are written. */
// @ts-ignore: decorator
@inline
export function view_finish(out: usize): void {
  if (load<u32>(out) > INLINE) store<u32>(out, load<u32>(load<u32>(out, 12)), 4);
}

/** Makes `out` a view of a copy of the bytes, in the region when they are not inline. `out` may be `view`. */
export function view_copy(out: usize, view: usize, region: usize): void {
  const length = load<u32>(view);
  const low = load<u64>(view);
  const high = load<u64>(view, 8);
  store<u64>(out, low);
  if (length <= INLINE) {
    store<u64>(out, high, 8);
    return;
  }
  const bytes = region_alloc(region, length);
  memory.copy(bytes, <usize>(high >> 32), length);
  store<u64>(out, <u64>(<u32>bytes) << 32, 8);
}

/** 1 when `length` bytes are the same. */
export function bytes_equal(a: usize, b: usize, length: u32): i32 {
  let i: usize = 0;
  const vectors: usize = length & ~15;
  for (; i < vectors; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return 0;
  }
  if (length >= 16) {
    return i32(!v128.any_true(v128.xor(v128.load(a + length - 16), v128.load(b + length - 16))));
  }
  if (length & 8) {
    if (load<u64>(a + i) !== load<u64>(b + i)) return 0;
    i += 8;
  }
  if (length & 4) {
    if (load<u32>(a + i) !== load<u32>(b + i)) return 0;
    i += 4;
  }
  for (; i < <usize>length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return 0;
  return 1;
}

/** −1, 0 or 1: unsigned byte order, a prefix before what it begins. */
export function bytes_compare(a: usize, aLength: u32, b: usize, bLength: u32): i32 {
  const length: usize = min(aLength, bLength);
  let i: usize = 0;
  for (; i + 8 <= length; i += 8) {
    const x = load<u64>(a + i);
    const y = load<u64>(b + i);
    if (x !== y) return bswap<u64>(x) < bswap<u64>(y) ? -1 : 1;
  }
  if (length >= 8) {
    // The last eight bytes, of which those before `i` are equal.
    const x = load<u64>(a + length - 8);
    const y = load<u64>(b + length - 8);
    if (x !== y) return bswap<u64>(x) < bswap<u64>(y) ? -1 : 1;
    return i32(aLength > bLength) - i32(aLength < bLength);
  }
  for (; i < length; i++) {
    const x = load<u8>(a + i);
    const y = load<u8>(b + i);
    if (x !== y) return x < y ? -1 : 1;
  }
  return i32(aLength > bLength) - i32(aLength < bLength);
}

/** 1 when two strings have the same bytes. */
export function view_equal(a: usize, b: usize): i32 {
  if (load<u64>(a) !== load<u64>(b)) return 0;
  if (load<u64>(a, 8) === load<u64>(b, 8)) return 1;
  const length = load<u32>(a);
  if (length <= INLINE) return 0;
  return bytes_equal(load<u32>(a, 12), load<u32>(b, 12), length);
}

/** −1, 0 or 1 in byte order, which for UTF-8 is code point order: PostgreSQL's collation "C". */
export function view_compare(a: usize, b: usize): i32 {
  // Zero padding sorts a shorter prefix first, and equal padded prefixes are decided below.
  const x = bswap<u32>(load<u32>(a, 4));
  const y = bswap<u32>(load<u32>(b, 4));
  if (x !== y) return x < y ? -1 : 1;
  const aLength = load<u32>(a);
  const bLength = load<u32>(b);
  if (max(aLength, bLength) > INLINE) return bytes_compare(view_bytes(a), aLength, view_bytes(b), bLength);
  const v = bswap<u64>(load<u64>(a, 8));
  const w = bswap<u64>(load<u64>(b, 8));
  if (v !== w) return v < w ? -1 : 1;
  return i32(aLength > bLength) - i32(aLength < bLength);
}

// @ts-ignore: decorator
@inline
function finalise(hash: u64): u64 {
  hash = (hash ^ hash >> 32) * K2;
  hash = (hash ^ hash >> 29) * K3;
  return hash ^ hash >> 32;
}

// @ts-ignore: decorator
@inline
function round(hash: u64, word: u64): u64 { return rotl<u64>(hash + word * K2, 31) * K1; }

/** A 64-bit hash of the bytes; every bit depends on every byte. */
export function view_hash(view: usize): u64 {
  const length = load<u32>(view);
  if (length <= INLINE) {
    return finalise(rotl<u64>(load<u64>(view) * K1, 29) ^ (load<u64>(view, 8) + K3) * K2);
  }
  let at: usize = load<u32>(view, 12);
  const end = at + length;
  const seed = <u64>length * K3;
  let a = seed + K1, b = seed ^ K2, c = seed, d = seed - K1;
  for (; at + 32 < end; at += 32) {
    a = round(a, load<u64>(at));
    b = round(b, load<u64>(at, 8));
    c = round(c, load<u64>(at, 16));
    d = round(d, load<u64>(at, 24));
  }
  // The lanes wait for none of the others. What is left begins at `at` and ends at `end`, or 32 bytes before it; words may be mixed in twice.
  if (length > 32) at = end - 32;
  a = round(a, load<u64>(at));
  b = round(b, load<u64>(end - 8));
  if (length > 16) {
    c = round(c, load<u64>(at, 8));
    d = round(d, load<u64>(end - 16));
  }
  return finalise((a ^ rotl<u64>(c, 19)) + rotl<u64>(b ^ rotl<u64>(d, 37), 29));
}
