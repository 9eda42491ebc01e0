import { Status } from './status';

/*
 * Physical Parquet values to slots (data/types.ts storageOf). The numbers of the kinds are those of storage/formats/parquet/conversion.ts.
 */
const MICROS_PER_DAY: i64 = 86400000000;
const JULIAN_DAY_OF_EPOCH: i64 = 2440588;

/** Converts `count` values by `kind`; `length` is the bytes of a fixed-length value. 0, or a Status. */
export function parquet_convert(kind: u32, source: usize, count: u32, length: u32, target: usize): i32 {
  switch (kind) {
    case 1: { // i32 to i16
      for (let i: u32 = 0; i < count; i++, source += 4, target += 2) {
        const value = load<i32>(source);
        if (<i32><i16>value !== value) return Status.OUT_OF_RANGE;
        store<i16>(target, <i16>value);
      }
      return 0;
    }
    case 2: { // u32 to i64
      for (let i: u32 = 0; i < count; i++, source += 4, target += 8) store<u64>(target, <u64>load<u32>(source));
      return 0;
    }
    case 3: { // i32 to i64
      for (let i: u32 = 0; i < count; i++, source += 4, target += 8) store<i64>(target, <i64>load<i32>(source));
      return 0;
    }
    case 4: { // i64 to i32
      for (let i: u32 = 0; i < count; i++, source += 8, target += 4) {
        const value = load<i64>(source);
        if (<i64><i32>value !== value) return Status.OUT_OF_RANGE;
        store<i32>(target, <i32>value);
      }
      return 0;
    }
    case 5: { // i32 to i128
      for (let i: u32 = 0; i < count; i++, source += 4, target += 16) {
        const value = <i64>load<i32>(source);
        store<i64>(target, value);
        store<i64>(target, value >> 63, 8);
      }
      return 0;
    }
    case 6: { // i64 to i128
      for (let i: u32 = 0; i < count; i++, source += 8, target += 16) {
        const value = load<i64>(source);
        store<i64>(target, value);
        store<i64>(target, value >> 63, 8);
      }
      return 0;
    }
    case 7: { // u64 to i128
      for (let i: u32 = 0; i < count; i++, source += 8, target += 16) {
        store<u64>(target, load<u64>(source));
        store<u64>(target, 0, 8);
      }
      return 0;
    }
    case 8: { // i32 milliseconds to i64 microseconds
      for (let i: u32 = 0; i < count; i++, source += 4, target += 8) store<i64>(target, <i64>load<i32>(source) * 1000);
      return 0;
    }
    case 9: { // i64 milliseconds to microseconds
      for (let i: u32 = 0; i < count; i++, source += 8, target += 8) {
        const value = load<i64>(source);
        if (value > 9223372036854775 || value < -9223372036854775) return Status.OUT_OF_RANGE;
        store<i64>(target, value * 1000);
      }
      return 0;
    }
    case 10: { // i64 nanoseconds to microseconds, towards the past
      for (let i: u32 = 0; i < count; i++, source += 8, target += 8) {
        const value = load<i64>(source);
        store<i64>(target, value / 1000 - <i64>(value % 1000 < 0));
      }
      return 0;
    }
    case 11: { // INT96: nanoseconds of the day, Julian day
      for (let i: u32 = 0; i < count; i++, source += 12, target += 8) {
        const nanos = load<i64>(source);
        const days = <i64>load<u32>(source, 8) - JULIAN_DAY_OF_EPOCH;
        if (days > 106751990 || days < -106751990) return Status.OUT_OF_RANGE;
        store<i64>(target, days * MICROS_PER_DAY + nanos / 1000);
      }
      return 0;
    }
    case 12: { // f16 to f32
      for (let i: u32 = 0; i < count; i++, source += 2, target += 4) store<u32>(target, halfToSingle(load<u16>(source)));
      return 0;
    }
    case 13: { // f32 to f64
      for (let i: u32 = 0; i < count; i++, source += 4, target += 8) store<f64>(target, <f64>load<f32>(source));
      return 0;
    }
    case 14: { // i32 to f64
      for (let i: u32 = 0; i < count; i++, source += 4, target += 8) store<f64>(target, <f64>load<i32>(source));
      return 0;
    }
    case 15: { // big-endian bytes to i32
      for (let i: u32 = 0; i < count; i++, source += length, target += 4) {
        const value = bigEndianLow(source, length);
        if (!bigEndianFits(source, length, 4) || <i64><i32>value !== value) return Status.OUT_OF_RANGE;
        store<i32>(target, <i32>value);
      }
      return 0;
    }
    case 16: { // big-endian bytes to i64
      for (let i: u32 = 0; i < count; i++, source += length, target += 8) {
        if (!bigEndianFits(source, length, 8)) return Status.OUT_OF_RANGE;
        store<i64>(target, bigEndianLow(source, length));
      }
      return 0;
    }
    case 17: { // big-endian bytes to i128
      for (let i: u32 = 0; i < count; i++, source += length, target += 16) {
        if (!bigEndianFits(source, length, 16)) return Status.OUT_OF_RANGE;
        storeBigEndian(source, length, target);
      }
      return 0;
    }
    case 18: // views of big-endian bytes to i32, i64, i128
    case 19:
    case 20: {
      const bytes: u32 = kind === 18 ? 4 : kind === 19 ? 8 : 16;
      for (let i: u32 = 0; i < count; i++, source += 16, target += bytes) {
        const size = load<u32>(source);
        const data = size <= 12 ? source + 4 : <usize>load<u32>(source, 12);
        if (!bigEndianFits(data, size, bytes)) return Status.OUT_OF_RANGE;
        if (bytes === 16) {
          storeBigEndian(data, size, target);
        } else {
          const value = bigEndianLow(data, size);
          if (bytes === 8) store<i64>(target, value);
          else if (<i64><i32>value !== value) return Status.OUT_OF_RANGE;
          else store<i32>(target, <i32>value);
        }
      }
      return 0;
    }
    case 21: { // uuid
      for (let i: u32 = 0; i < count; i++, source += 16, target += 16) {
        const high = bswap<u64>(load<u64>(source));
        const low = bswap<u64>(load<u64>(source, 8));
        store<u64>(target, low);
        store<u64>(target, high ^ 0x8000000000000000, 8);
      }
      return 0;
    }
    case 22: { // interval: months, days, milliseconds
      for (let i: u32 = 0; i < count; i++, source += 12, target += 16) {
        const months = load<u32>(source);
        const days = load<u32>(source, 4);
        const millis = load<u32>(source, 8);
        store<u64>(target, <u64>millis * 1000);
        store<u64>(target, (<u64>months << 32) | <u64>days, 8);
      }
      return 0;
    }
    default: return Status.BAD_ENCODING;
  }
}

/** The low 64 bits of a big-endian two's-complement number of any length. */
// @ts-ignore: decorator
@inline
function bigEndianLow(data: usize, size: u32): i64 {
  if (size === 0) return 0;
  let value: i64 = <i64>load<i8>(data);
  for (let i: u32 = 1; i < size; i++) value = (value << 8) | <i64>load<u8>(data + i);
  return value;
}

/** Whether all bytes before the last `bytes` only repeat the sign. */
function bigEndianFits(data: usize, size: u32, bytes: u32): bool {
  if (size <= bytes) return true;
  const extra = size - bytes;
  const sign: u8 = load<u8>(data + extra) & 128 ? 255 : 0;
  for (let i: u32 = 0; i < extra; i++) if (load<u8>(data + i) !== sign) return false;
  return true;
}

function storeBigEndian(data: usize, size: u32, target: usize): void {
  const low = size > 8 ? data + size - 8 : data;
  if (size > 8) {
    store<i64>(target, bswap<i64>(load<i64>(low)));
    const highSize = size - 8;
    store<i64>(target, bigEndianLow(highSize > 8 ? low - 8 : data, min<u32>(highSize, 8)), 8);
  } else {
    const value = bigEndianLow(data, size);
    store<i64>(target, value);
    store<i64>(target, value >> 63, 8);
  }
}

function halfToSingle(half: u32): u32 {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  let fraction = half & 1023;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  const shift = clz<u32>(fraction) - 21;
  fraction = (fraction << shift) & 1023;
  return sign | ((113 - shift) << 23) | (fraction << 13);
}

/** `count` PLAIN booleans (bits) to bytes. The caller checks the size. */
export function parquet_booleans(source: usize, count: u32, target: usize): void {
  for (let i: u32 = 0; i < count; i += 8, target += 8) {
    // Each byte of the product keeps one bit of its own; adding 127 carries it to the top.
    const spread = (<u64>load<u8>(source++) * 0x0101010101010101) & 0x8040201008040201;
    store<u64>(target, ((spread + 0x7f7f7f7f7f7f7f7f) >> 7) & 0x0101010101010101);
  }
}
