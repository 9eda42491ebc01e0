/*
 * Validity bitmaps: Arrow's, least significant bit first.
 */

/** Sets or clears `count` bits from bit `at`. */
export function parquet_fill_bits(bitmap: usize, at: u32, count: u32, value: u32): void {
  let bit = at;
  const stop = at + count;
  while (bit < stop && (bit & 7) !== 0) { putBit(bitmap, bit, value); bit++; }
  const bytes = (stop - bit) >> 3;
  memory.fill(bitmap + (bit >> 3), value ? 255 : 0, bytes);
  bit += bytes << 3;
  while (bit < stop) { putBit(bitmap, bit, value); bit++; }
}

// @ts-ignore: decorator
@inline
function putBit(bitmap: usize, bit: u32, value: u32): void {
  const byte = bitmap + (bit >> 3);
  const mask: u32 = 1 << (bit & 7);
  store<u8>(byte, <u8>(value ? load<u8>(byte) | mask : load<u8>(byte) & ~mask));
}

/**
 * Copies `count` bits from bit `from` of one bitmap to bit `to` of another, which may be the same one when `to` ≤ `from`. Bits around the
 * target stay, but after its last bit the rest of that byte becomes arbitrary.
 */
export function parquet_copy_bits(source: usize, from: u32, target: usize, to: u32, count: u32): void {
  let done: u32 = 0;
  while (done < count && ((to + done) & 7) !== 0) {
    putBit(target, to + done, (load<u8>(source + ((from + done) >> 3)) >> ((from + done) & 7)) & 1);
    done++;
  }
  let byte = target + ((to + done) >> 3);
  let read = source + ((from + done) >> 3);
  const shift = (from + done) & 7;
  while (done < count) {
    const pair = <u32>load<u8>(read) | (<u32>load<u8>(read, 1) << 8);
    store<u8>(byte, <u8>(pair >> shift));
    byte++;
    read++;
    done += 8;
  }
}

/** How many of `count` bits from bit `at` are set. */
export function parquet_count_bits(bitmap: usize, at: u32, count: u32): u32 {
  let total: u32 = 0;
  let bit = at;
  const stop = at + count;
  while (bit < stop && (bit & 7) !== 0) { total += (load<u8>(bitmap + (bit >> 3)) >> (bit & 7)) & 1; bit++; }
  for (; stop - bit >= 64; bit += 64) total += <u32>popcnt<u64>(load<u64>(bitmap + (bit >> 3)));
  while (bit < stop) { total += (load<u8>(bitmap + (bit >> 3)) >> (bit & 7)) & 1; bit++; }
  return total;
}

/**
 * Moves `present` dense slots at `values` to the rows whose bits are set, in place, from the last to the first, and zeroes the slots of the
 * other rows. `width` is 1, 2, 4, 8 or 16.
 */
export function parquet_spread(values: usize, width: u32, bitmap: usize, at: u32, count: u32, present: u32): void {
  if (width === 4) spread<u32>(values, bitmap, at, count, present);
  else if (width === 8) spread<u64>(values, bitmap, at, count, present);
  else if (width === 1) spread<u8>(values, bitmap, at, count, present);
  else if (width === 2) spread<u16>(values, bitmap, at, count, present);
  else spreadWide(values, bitmap, at, count, present);
}

// @ts-ignore: decorator
@inline
function spread<T>(values: usize, bitmap: usize, at: u32, count: u32, present: u32): void {
  let from = values + <usize>present * sizeof<T>();
  let to = values + <usize>count * sizeof<T>();
  let bit = at + count;
  while (to > values && from !== to) {
    bit--;
    to -= sizeof<T>();
    // Without a branch: a NULL row stores zero over a slot that is read again later, or not needed any more.
    const set = <usize>((load<u8>(bitmap + (bit >> 3)) >> (bit & 7)) & 1);
    const value = load<T>(from - sizeof<T>());
    store<T>(to, <T>(set ? value : 0));
    from -= set * sizeof<T>();
  }
}

function spreadWide(values: usize, bitmap: usize, at: u32, count: u32, present: u32): void {
  let from = values + (<usize>present << 4);
  let to = values + (<usize>count << 4);
  let bit = at + count;
  while (to > values && from !== to) {
    bit--;
    to -= 16;
    if ((load<u8>(bitmap + (bit >> 3)) >> (bit & 7)) & 1) {
      from -= 16;
      v128.store(to, v128.load(from));
    } else {
      v128.store(to, i64x2.splat(0));
    }
  }
}
