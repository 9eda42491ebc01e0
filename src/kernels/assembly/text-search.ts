import { raise, RaiseCode } from './raise';
import { characterBytes, countCharacters } from './text-characters';
import { bytes_equal, view_begin, view_bytes, view_copy, view_finish } from './view';

/**
 * Offset of the first occurrence of the needle, or −1; 0 for an empty needle.
 *
 * Sixteen positions at a time: those where both the needle's first and last byte fit are compared in full (Muła, "SIMD-friendly algorithms for
 * substring searching").
 */
export function bytes_find(haystack: usize, length: u32, needle: usize, needleLength: u32): i64 {
  if (needleLength === 0) return 0;
  if (needleLength > length) return -1;
  const positions = length - needleLength + 1;
  const lastOffset: usize = needleLength - 1;
  if (positions >= 16) {
    // Loaded, since V8 would compute them anew in every round.
    const firsts = v128.load_splat<u8>(needle);
    const lasts = v128.load_splat<u8>(needle + lastOffset);
    // The last vector overlaps the one before it, so nothing past the end is read.
    const stop = haystack + positions - 16;
    let at = haystack;
    while (true) {
      let mask = <u32>i8x16.bitmask(v128.and(i8x16.eq(v128.load(at), firsts), i8x16.eq(v128.load(at + lastOffset), lasts)));
      while (mask !== 0) {
        const found = at + ctz<u32>(mask);
        if (needleLength <= 2 || bytes_equal(found + 1, needle + 1, needleLength - 2)) return <i64>(found - haystack);
        mask &= mask - 1;
      }
      if (at === stop) return -1;
      at = min(at + 16, stop);
    }
  }
  const first = load<u8>(needle);
  for (let at: u32 = 0; at < positions; at++) {
    if (load<u8>(haystack + at) === first && bytes_equal(haystack + at, needle, needleLength)) return at;
  }
  return -1;
}

/** 1 when the string begins with the other. */
export function text_starts_with(view: usize, prefix: usize): i32 {
  const length = load<u32>(prefix);
  if (length > load<u32>(view)) return 0;
  return bytes_equal(view_bytes(view), view_bytes(prefix), length);
}

/** 1 when the string ends with the other. */
export function text_ends_with(view: usize, suffix: usize): i32 {
  const length = load<u32>(suffix);
  if (length > load<u32>(view)) return 0;
  return bytes_equal(view_bytes(view) + load<u32>(view) - length, view_bytes(suffix), length);
}

/** 1 when the other string occurs in it. */
export function text_contains(view: usize, needle: usize): i32 {
  return i32(bytes_find(view_bytes(view), load<u32>(view), view_bytes(needle), load<u32>(needle)) >= 0);
}

/** Character position of the first occurrence, from 1; 0 when there is none. */
export function text_position(view: usize, needle: usize): u32 {
  const bytes = view_bytes(view);
  const found = bytes_find(bytes, load<u32>(view), view_bytes(needle), load<u32>(needle));
  return found < 0 ? 0 : countCharacters(bytes, <u32>found) + 1;
}

/** As text_position, in bytes. */
export function bytes_position(view: usize, needle: usize): u32 {
  return <u32>(bytes_find(view_bytes(view), load<u32>(view), view_bytes(needle), load<u32>(needle)) + 1);
}

/** Every occurrence of `from`, left to right, replaced by `to`; an empty `from` occurs nowhere. */
export function text_replace(out: usize, view: usize, from: usize, to: usize, region: usize): void {
  const bytes = view_bytes(view);
  const length = load<u32>(view);
  const needle = view_bytes(from);
  const needleLength = load<u32>(from);
  let count: u64 = 0;
  if (needleLength > 0) {
    for (let at: u32 = 0; ; count++) {
      const found = bytes_find(bytes + at, length - at, needle, needleLength);
      if (found < 0) break;
      at += <u32>found + needleLength;
    }
  }
  if (count === 0) {
    view_copy(out, view, region);
    return;
  }
  const toLength = load<u32>(to);
  const newLength: u64 = <u64>length - count * needleLength + count * toLength;
  if (newLength > 0xfffffff) {
    raise(RaiseCode.TEXT_TOO_LONG);
    return;
  }
  const replacement = view_bytes(to);
  let target = view_begin(out, <u32>newLength, region);
  let at: u32 = 0;
  for (; count > 0; count--) {
    const found = <u32>bytes_find(bytes + at, length - at, needle, needleLength);
    memory.copy(target, bytes + at, found);
    target += found;
    memory.copy(target, replacement, toLength);
    target += toLength;
    at += found + needleLength;
  }
  memory.copy(target, bytes + at, length - at);
  view_finish(out);
}

/** Bytes that the character at `at` takes, at most up to `end`. */
export function characterSize(at: usize, end: usize): u32 {
  return min<u32>(characterBytes(load<u8>(at)), <u32>(end - at));
}
