import { parquet_copy_bits, parquet_fill_bits } from './bits';
import { Status } from './status';
import { unpack } from './unpack';

/*
 * Parquet's RLE / bit-packing hybrid: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 *
 * A run is a varint header and then either (header odd) groups of 8 packed values, or (even) one value repeated. The last group of a page may
 * be cut short, as long as the values that count are there.
 */

/** Bytes of the varint at `source`, or a Status. */
// @ts-ignore: decorator
@inline
export function headerBytes(source: usize, end: usize): i32 {
  let bytes: i32 = 0;
  while (true) {
    if (source + bytes >= end) return Status.TRUNCATED;
    if (bytes === 5) return Status.BAD_ENCODING;
    if (load<u8>(source + bytes++) < 128) return bytes;
  }
}

// @ts-ignore: decorator
@inline
export function headerValue(source: usize, bytes: i32): u32 {
  let value: u64 = 0;
  for (let i: i32 = 0; i < bytes; i++) value |= <u64>(load<u8>(source + i) & 127) << (i * 7);
  return <u32>min<u64>(value, 0xffffffff);
}

// @ts-ignore: decorator
@inline
export function repeatedValue(source: usize, bytes: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < bytes; i++) value |= <u32>load<u8>(source + i) << (i << 3);
  return value;
}

/** How many of the first `count` one-bit values are set, or a Status. */
export function parquet_count_levels(source: usize, end: usize, count: u32): i32 {
  let done: u32 = 0;
  let set: u32 = 0;
  while (done < count) {
    const bytes = headerBytes(source, end);
    if (bytes < 0) return bytes;
    const header = headerValue(source, bytes);
    source += bytes;
    if (header & 1) {
      const groups = header >> 1;
      const values = <u32>min<u64>(<u64>groups << 3, count - done);
      if ((values + 7) >> 3 > <u32>(end - source)) return Status.TRUNCATED;
      let at = source;
      let left = values;
      for (; left >= 64; left -= 64, at += 8) set += <u32>popcnt<u64>(load<u64>(at));
      for (; left >= 8; left -= 8) set += popcnt<u32>(<u32>load<u8>(at++));
      if (left !== 0) set += popcnt<u32>(<u32>load<u8>(at) & ((1 << left) - 1));
      source += min<usize>(groups, end - source);
      done += values;
    } else {
      if (source >= end) return Status.TRUNCATED;
      const value = load<u8>(source++);
      if (value > 1) return Status.BAD_ENCODING;
      const values = min(header >> 1, count - done);
      if (value) set += values;
      done += values;
    }
  }
  return set;
}

/** Writes the first `count` one-bit values, which `parquet_count_levels` has checked, to the bitmap from bit `at`. */
export function parquet_levels(source: usize, end: usize, count: u32, bitmap: usize, at: u32): void {
  let done: u32 = 0;
  while (done < count) {
    const bytes = headerBytes(source, end);
    if (bytes < 0) return;
    const header = headerValue(source, bytes);
    source += bytes;
    if (header & 1) {
      const groups = header >> 1;
      const values = <u32>min<u64>(<u64>groups << 3, count - done);
      parquet_copy_bits(source, 0, bitmap, at + done, values);
      source += min<usize>(groups, end - source);
      done += values;
    } else {
      const values = min(header >> 1, count - done);
      parquet_fill_bits(bitmap, at + done, values, load<u8>(source++));
      done += values;
    }
  }
}

/** The deprecated BIT_PACKED levels of one bit, most significant bit first, to the bitmap from bit `at`; how many are set, or a Status. */
export function parquet_packed_levels(source: usize, end: usize, count: u32, bitmap: usize, at: u32): i32 {
  if ((count + 7) >> 3 > <u32>(end - source)) return Status.TRUNCATED;
  let set: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const bit = (<u32>load<u8>(source + (i >> 3)) >> (7 - (i & 7))) & 1;
    parquet_fill_bits(bitmap, at + i, 1, bit);
    set += bit;
  }
  return set;
}

/** `count` values of `width` bits to u32s at `target` (room for 7 more), each below `limit`. 0, or a Status. */
export function parquet_codes(source: usize, end: usize, width: u32, count: u32, limit: u32, target: usize): i32 {
  if (width > 32) return Status.BAD_ENCODING;
  if (count !== 0 && limit === 0) return Status.BAD_CODE;
  if (width === 0) {
    memory.fill(target, 0, count << 2);
    return 0;
  }
  const valueBytes = (width + 7) >> 3;
  let left = count;
  while (left > 0) {
    const bytes = headerBytes(source, end);
    if (bytes < 0) return bytes;
    const header = headerValue(source, bytes);
    source += bytes;
    if (header & 1) {
      const groups = header >> 1;
      const values = <u32>min<u64>(<u64>groups << 3, left);
      if ((<u64>values * width + 7) >> 3 > <u64>(end - source)) return Status.TRUNCATED;
      const whole = values >> 3;
      if (unpack(source, width, target, whole) >= limit) return Status.BAD_CODE;
      target += <usize>whole << 5;
      const tail = values & 7;
      if (tail !== 0) {
        unpack(source + <usize>whole * width, width, target, 1);
        for (let i: u32 = 0; i < tail; i++, target += 4) if (load<u32>(target) >= limit) return Status.BAD_CODE;
      }
      source += <usize>min<u64>(<u64>groups * width, <u64>(end - source));
      left -= values;
    } else {
      if (valueBytes > <u32>(end - source)) return Status.TRUNCATED;
      const value = repeatedValue(source, valueBytes);
      source += valueBytes;
      const values = min(header >> 1, left);
      if (value >= limit && values !== 0) return Status.BAD_CODE;
      fill<u32>(target, value, values);
      target += <usize>values << 2;
      left -= values;
    }
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function fill<T>(target: usize, value: T, count: u32): void {
  const stop = target + <usize>count * sizeof<T>();
  for (; target < stop; target += sizeof<T>()) store<T>(target, value);
}

const BLOCK: u32 = 1024;

/** Decodes dictionary codes and stores the dictionary's slots of `slotBytes` (1, 2, 4 or 8) at once; `scratch` is 4,224 bytes. 0, or a Status. */
export function parquet_gather(
  source: usize, end: usize, width: u32, count: u32, dictionary: usize, limit: u32, target: usize, slotBytes: u32, scratch: usize,
): i32 {
  if (slotBytes === 8) return gather<u64>(source, end, width, count, dictionary, limit, target, scratch);
  if (slotBytes === 4) return gather<u32>(source, end, width, count, dictionary, limit, target, scratch);
  if (slotBytes === 2) return gather<u16>(source, end, width, count, dictionary, limit, target, scratch);
  return gather<u8>(source, end, width, count, dictionary, limit, target, scratch);
}

// @ts-ignore: decorator
@inline
function gather<T>(source: usize, end: usize, width: u32, count: u32, dictionary: usize, limit: u32, target: usize, scratch: usize): i32 {
  if (width > 32) return Status.BAD_ENCODING;
  if (count !== 0 && limit === 0) return Status.BAD_CODE;
  if (width === 0) {
    fill<T>(target, load<T>(dictionary), count);
    return 0;
  }
  const valueBytes = (width + 7) >> 3;
  let left = count;
  while (left > 0) {
    const bytes = headerBytes(source, end);
    if (bytes < 0) return bytes;
    const header = headerValue(source, bytes);
    source += bytes;
    if (header & 1) {
      const groups = header >> 1;
      const values = <u32>min<u64>(<u64>groups << 3, left);
      if ((<u64>values * width + 7) >> 3 > <u64>(end - source)) return Status.TRUNCATED;
      let at = source;
      for (let done: u32 = 0; done < values;) {
        const now = min(BLOCK, values - done);
        const whole = now >> 3;
        let most = unpack(at, width, scratch, whole);
        at += <usize>whole * width;
        if (now & 7) {
          unpack(at, width, scratch + (<usize>whole << 5), 1);
          for (let i = whole << 3; i < now; i++) most = max(most, load<u32>(scratch + (<usize>i << 2)));
        }
        if (most >= limit) return Status.BAD_CODE;
        const stop = scratch + (<usize>now << 2);
        for (let code = scratch; code < stop; code += 4, target += sizeof<T>()) {
          store<T>(target, load<T>(dictionary + <usize>load<u32>(code) * sizeof<T>()));
        }
        done += now;
      }
      source += <usize>min<u64>(<u64>groups * width, <u64>(end - source));
      left -= values;
    } else {
      if (valueBytes > <u32>(end - source)) return Status.TRUNCATED;
      const value = repeatedValue(source, valueBytes);
      source += valueBytes;
      const values = min(header >> 1, left);
      if (value >= limit && values !== 0) return Status.BAD_CODE;
      if (values !== 0) fill<T>(target, load<T>(dictionary + <usize>value * sizeof<T>()), values);
      target += <usize>values * sizeof<T>();
      left -= values;
    }
  }
  return 0;
}

/** Stores the dictionary's slot, of 1, 2, 4, 8 or 16 bytes, of each of `count` codes, which are known to be good. */
export function parquet_take(codes: usize, count: u32, dictionary: usize, slotBytes: u32, target: usize): void {
  if (slotBytes === 8) return take<u64>(codes, count, dictionary, target);
  if (slotBytes === 4) return take<u32>(codes, count, dictionary, target);
  if (slotBytes === 2) return take<u16>(codes, count, dictionary, target);
  if (slotBytes === 1) return take<u8>(codes, count, dictionary, target);
  const stop = codes + (<usize>count << 2);
  for (; codes < stop; codes += 4, target += 16) v128.store(target, v128.load(dictionary + (<usize>load<u32>(codes) << 4)));
}

// @ts-ignore: decorator
@inline
function take<T>(codes: usize, count: u32, dictionary: usize, target: usize): void {
  const stop = codes + (<usize>count << 2);
  for (; codes < stop; codes += 4, target += sizeof<T>()) store<T>(target, load<T>(dictionary + <usize>load<u32>(codes) * sizeof<T>()));
}

/** Decodes `count` RLE booleans to bytes; `scratch` is 4 bytes a value and 32 more. 0, or a Status. */
export function parquet_rle_booleans(source: usize, end: usize, count: u32, target: usize, scratch: usize): i32 {
  const status = parquet_codes(source, end, 1, count, 2, scratch);
  if (status < 0) return status;
  for (let i: u32 = 0; i < count; i++) store<u8>(target + i, load<u8>(scratch + (<usize>i << 2)));
  return 0;
}
