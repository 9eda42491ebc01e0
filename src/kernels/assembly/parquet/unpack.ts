/**
 * Unpacks `groups` times 8 little-endian bit-packed values of `width` bits (1 to 32) to u32s at `target`; returns the largest.
 *
 * Reads up to 16 bytes past the packed data. For a value at bit s of its 32-bit word, multiplying by 2^(7-s) brings it to bit 7 whatever s
 * is, which stands in for the per-lane shift that WebAssembly lacks; it needs 7 + width ≤ 32.
 */
export function unpack(source: usize, width: u32, target: usize, groups: u32): u32 {
  const mask: u32 = width === 32 ? 0xffffffff : (1 << width) - 1;
  if (width > 25) {
    let bit: u64 = 0;
    let most: u32 = 0;
    for (let i: u32 = 0; i < groups << 3; i++, bit += width) {
      const value = <u32>(load<u64>(source + <usize>(bit >> 3)) >> (bit & 7)) & mask;
      most = max(most, value);
      store<u32>(target + (<usize>i << 2), value);
    }
    return most;
  }
  const half = (width << 2) >> 3;
  const rest = (width << 2) & 7;
  const lowBytes = wordBytes(0, width);
  const highBytes = wordBytes(rest, width);
  const lowScale = wordScale(0, width);
  const highScale = wordScale(rest, width);
  const masks = i32x4.splat(mask);
  let most = i32x4.splat(0);
  for (let i: u32 = 0; i < groups; i++) {
    const low = v128.and(i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(source), lowBytes), lowScale), 7), masks);
    const high = v128.and(i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(source + half), highBytes), highScale), 7), masks);
    v128.store(target, low);
    v128.store(target, high, 16);
    most = i32x4.max_u(most, i32x4.max_u(low, high));
    source += width;
    target += 32;
  }
  return max(max(<u32>i32x4.extract_lane(most, 0), <u32>i32x4.extract_lane(most, 1)), max(<u32>i32x4.extract_lane(most, 2), <u32>i32x4.extract_lane(most, 3)));
}

/** For four values of `width` bits from bit `start`: which bytes make up each one's 32-bit word. */
// @ts-ignore: decorator
@inline
function wordBytes(start: u32, width: u32): v128 {
  let words = i32x4.splat(0);
  words = i32x4.replace_lane(words, 0, start >> 3);
  words = i32x4.replace_lane(words, 1, (start + width) >> 3);
  words = i32x4.replace_lane(words, 2, (start + width * 2) >> 3);
  words = i32x4.replace_lane(words, 3, (start + width * 3) >> 3);
  return i32x4.add(i32x4.mul(words, i32x4.splat(0x01010101)), i32x4.splat(0x03020100));
}

// @ts-ignore: decorator
@inline
function wordScale(start: u32, width: u32): v128 {
  let words = i32x4.splat(0);
  words = i32x4.replace_lane(words, 0, 128 >> (start & 7));
  words = i32x4.replace_lane(words, 1, 128 >> ((start + width) & 7));
  words = i32x4.replace_lane(words, 2, 128 >> ((start + width * 2) & 7));
  words = i32x4.replace_lane(words, 3, 128 >> ((start + width * 3) & 7));
  return words;
}
