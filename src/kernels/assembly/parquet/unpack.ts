/** From here on vectors are worth their preparation. */
const VECTOR_GROUPS: u32 = 4;

/**
 * Unpacks `groups` times 8 little-endian bit-packed values of `width` bits (1 to 32) to u32s at `target`; returns the largest.
 *
 * Reads up to 16 bytes past the packed data. For a value at bit s of its lane, multiplying by 2^(7-s) brings it to bit 7 whatever s is, which stands
 * in for the per-lane shift that WebAssembly lacks; it needs lanes of 7 + width bits.
 */
export function unpack(source: usize, width: u32, target: usize, groups: u32): u32 {
  if (width > 25 || groups < VECTOR_GROUPS) return unpackPlainly(source, width, target, groups);
  if (width < 10) return unpackShort(source, width, target, groups);
  // What the loop needs is laid where the first values will be, and loaded from there: what is only computed, V8 computes again in every round.
  const half = (width << 2) >> 3;
  storeLanes<u32>(target, 4, 0, width);
  storeLanes<u32>(target + 32, 4, (width << 2) & 7, width);
  const lowBytes = v128.load(target);
  const lowScale = v128.load(target, 16);
  const highBytes = v128.load(target, 32);
  const highScale = v128.load(target, 48);
  v128.store(target, i32x4.splat((1 << width) - 1));
  const masks = v128.load(target);
  let most = i32x4.splat(0);
  const stop = target + (<usize>groups << 5);
  do {
    const low = v128.and(i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(source), lowBytes), lowScale), 7), masks);
    const high = v128.and(i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(source + half), highBytes), highScale), 7), masks);
    v128.store(target, low);
    v128.store(target, high, 16);
    most = i32x4.max_u(most, i32x4.max_u(low, high));
    source += width;
    target += 32;
  } while (target !== stop);
  return greatest(most);
}

/** The plain form. */
function unpackPlainly(source: usize, width: u32, target: usize, groups: u32): u32 {
  const mask: u32 = width === 32 ? 0xffffffff : (1 << width) - 1;
  let bit: u64 = 0;
  let most: u32 = 0;
  for (let i: u32 = 0; i < groups << 3; i++, bit += width) {
    const value = <u32>(load<u64>(source + <usize>(bit >> 3)) >> (bit & 7)) & mask;
    most = max(most, value);
    store<u32>(target + (<usize>i << 2), value);
  }
  return most;
}

/** Of at most 9 bits: in lanes of 16, a group at a time. */
// @ts-ignore: decorator
@inline
function unpackShort(source: usize, width: u32, target: usize, groups: u32): u32 {
  storeLanes<u16>(target, 8, 0, width);
  const bytes = v128.load(target);
  const scale = v128.load(target, 16);
  v128.store(target, i16x8.splat(<i16>((<u32>1 << width) - 1)));
  const masks = v128.load(target);
  let most = i16x8.splat(0);
  const stop = target + (<usize>groups << 5);
  do {
    const values = v128.and(i16x8.shr_u(i16x8.mul(i8x16.swizzle(v128.load(source), bytes), scale), 7), masks);
    v128.store(target, i32x4.extend_low_i16x8_u(values));
    v128.store(target, i32x4.extend_high_i16x8_u(values), 16);
    most = i16x8.max_u(most, values);
    source += width;
    target += 32;
  } while (target !== stop);
  return greatest(i32x4.max_u(i32x4.extend_low_i16x8_u(most), i32x4.extend_high_i16x8_u(most)));
}

// @ts-ignore: decorator
@inline
function greatest(words: v128): u32 {
  return max(max(<u32>i32x4.extract_lane(words, 0), <u32>i32x4.extract_lane(words, 1)), max(<u32>i32x4.extract_lane(words, 2), <u32>i32x4.extract_lane(words, 3)));
}

/** For `count` values of `width` bits from bit `start`: which bytes make up each one's lane, and 16 bytes further, what brings it to bit 7 there. */
// @ts-ignore: decorator
@inline
function storeLanes<T>(target: usize, count: u32, start: u32, width: u32): void {
  for (let i: u32 = 0; i < count; i++, start += width, target += sizeof<T>()) {
    store<T>(target, <T>((start >> 3) * 0x01010101 + 0x03020100));
    store<T>(target, <T>(<u32>1 << (7 - (start & 7))), 16);
  }
}
