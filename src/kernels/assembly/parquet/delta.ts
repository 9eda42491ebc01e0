import { Status } from './status';

/*
 * DELTA_BINARY_PACKED: https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 *
 * Sums wrap at the width of the type, as writers' differences do.
 */

/**
 * Decodes exactly `count` integers of `slotBytes` (4 or 8) to `target`. Returns the bytes consumed, or a Status; the page's own count
 * must be the same.
 */
export function parquet_delta(source: usize, end: usize, count: u32, target: usize, slotBytes: u32): i32 {
  const begin = source;
  let value: u64 = 0;
  let blockSize: u64 = 0;
  let miniblocks: u64 = 0;
  let total: u64 = 0;
  for (let field = 0; field < 4; field++) {
    let read: u64 = 0;
    let shift: u64 = 0;
    for (;;) {
      if (source >= end) return Status.TRUNCATED;
      if (shift > 63) return Status.BAD_ENCODING;
      const byte = load<u8>(source++);
      read |= <u64>(byte & 127) << shift;
      shift += 7;
      if (byte < 128) break;
    }
    if (field === 0) blockSize = read;
    else if (field === 1) miniblocks = read;
    else if (field === 2) total = read;
    else value = (read >> 1) ^ (0 - (read & 1));
  }
  if (blockSize === 0 || blockSize > 1 << 24 || blockSize % 128 !== 0) return Status.BAD_ENCODING;
  if (miniblocks === 0 || miniblocks > blockSize || blockSize % miniblocks !== 0) return Status.BAD_ENCODING;
  const perMiniblock = <u32>(blockSize / miniblocks);
  if (perMiniblock % 32 !== 0 || total !== count) return Status.BAD_ENCODING;
  if (count === 0) return <i32>(source - begin);
  if (slotBytes === 4) store<u32>(target, <u32>value);
  else store<u64>(target, value);
  target += slotBytes;
  let left = count - 1;
  while (left > 0) {
    let read: u64 = 0;
    let shift: u64 = 0;
    for (;;) {
      if (source >= end) return Status.TRUNCATED;
      if (shift > 63) return Status.BAD_ENCODING;
      const byte = load<u8>(source++);
      read |= <u64>(byte & 127) << shift;
      shift += 7;
      if (byte < 128) break;
    }
    const least = (read >> 1) ^ (0 - (read & 1));
    if (miniblocks > <u64>(end - source)) return Status.TRUNCATED;
    const widths = source;
    source += <usize>miniblocks;
    for (let i: u32 = 0; i < <u32>miniblocks && left > 0; i++) {
      const width = <u32>load<u8>(widths + i);
      if (width > 64) return Status.BAD_ENCODING;
      const values = min(left, perMiniblock);
      // The last miniblock may be cut short after the values that count.
      if ((<u64>values * width + 7) >> 3 > <u64>(end - source)) return Status.TRUNCATED;
      if (slotBytes === 4) value = addMiniblock<u32>(source, width, values, least, value, target);
      else value = addMiniblock<u64>(source, width, values, least, value, target);
      target += <usize>values * slotBytes;
      source += <usize>min<u64>((<u64>perMiniblock * width) >> 3, <u64>(end - source));
      left -= values;
    }
  }
  return <i32>(source - begin);
}

// @ts-ignore: decorator
@inline
function addMiniblock<T>(source: usize, width: u32, values: u32, least: u64, value: u64, target: usize): u64 {
  if (width === 0) {
    for (let i: u32 = 0; i < values; i++, target += sizeof<T>()) {
      value += least;
      store<T>(target, <T>value);
    }
  } else if (width <= 57) {
    const mask = ((<u64>1) << width) - 1;
    let bit: u32 = 0;
    for (let i: u32 = 0; i < values; i++, bit += width, target += sizeof<T>()) {
      value += least + ((load<u64>(source + (bit >> 3)) >> (bit & 7)) & mask);
      store<T>(target, <T>value);
    }
  } else {
    const mask: u64 = width === 64 ? ~0 : ((<u64>1) << width) - 1;
    let bit: u32 = 0;
    for (let i: u32 = 0; i < values; i++, bit += width, target += sizeof<T>()) {
      const at = source + (bit >> 3);
      const shift: u64 = bit & 7;
      const high = shift === 0 ? 0 : <u64>load<u8>(at, 8) << (64 - shift);
      value += least + (((load<u64>(at) >> shift) | high) & mask);
      store<T>(target, <T>value);
    }
  }
  return value;
}
