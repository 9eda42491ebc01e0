import { areDigits, BAD_SYNTAX, eightDigits, isSpace, OUT_OF_RANGE, PARSED, ZEROS } from './field';

/** A whole number into `slot` of `bytes` bytes. Strictly: no plus and no leading zero, as it would print. */
// @ts-ignore: decorator
@inline
export function parseInteger(start: usize, end: usize, slot: usize, bytes: i32, strict: u32): u32 {
  let first = <u32>load<u8>(start);
  let negative = false;
  if (first - 48 > 9) {
    while (start < end && isSpace(load<u8>(start))) start++;
    while (start < end && isSpace(load<u8>(end - 1))) end--;
    first = start < end ? <u32>load<u8>(start) : 0;
    negative = first === 45;
    if (negative || (first === 43 && strict === 0)) start++;
  } else {
    while (isSpace(load<u8>(end - 1))) end--;
  }
  const length = end - start;
  if (<isize>length <= 0) return BAD_SYNTAX;
  if (strict !== 0 && length > 1 && load<u8>(start) === 48) return BAD_SYNTAX;

  let magnitude: u64 = 0;
  if (length <= 8) {
    const chunk = (load<u64>(start) ^ ZEROS) << (64 - (<u64>length << 3));
    if (!areDigits(chunk)) return BAD_SYNTAX;
    magnitude = eightDigits(chunk);
  } else {
    let at = start;
    let overflow = false;
    for (; at + 8 <= end; at += 8) {
      const chunk = load<u64>(at) ^ ZEROS;
      if (!areDigits(chunk)) return BAD_SYNTAX;
      if (magnitude > 92233720368) overflow = true;
      magnitude = magnitude * 100000000 + eightDigits(chunk);
    }
    for (; at < end; at++) {
      const digit = <u64>load<u8>(at) - 48;
      if (digit > 9) return BAD_SYNTAX;
      if (magnitude > 922337203685477580) overflow = true;
      magnitude = magnitude * 10 + digit;
    }
    if (overflow) return OUT_OF_RANGE;
  }

  const limit: u64 = (<u64>1 << (bytes * 8 - 1)) - 1;
  if (magnitude > limit + <u64>negative) return OUT_OF_RANGE;
  const value = negative ? -<i64>magnitude : <i64>magnitude;
  if (bytes === 2) store<i16>(slot, <i16>value);
  else if (bytes === 4) store<i32>(slot, <i32>value);
  else store<i64>(slot, value);
  return PARSED;
}

/** A whole number of up to 16 digits, perhaps with a minus. */
// @ts-ignore: decorator
@inline
export function quickInteger(start: usize, end: usize, slot: usize, bytes: i32): bool {
  const negative = <u64>(load<u8>(start) === 45);
  const first = start + <usize>negative;
  const length: u64 = end - first;
  let magnitude: u64 = 0;
  if (length - 1 < 8) {
    const chunk = (load<u64>(first) ^ ZEROS) << (64 - (length << 3));
    if (!areDigits(chunk)) return false;
    magnitude = eightDigits(chunk);
  } else {
    if (length - 1 >= 16) return false;
    const upper = (load<u64>(first) ^ ZEROS) << (128 - (length << 3));
    const lower = load<u64>(end - 8) ^ ZEROS;
    if (!areDigits(upper) || !areDigits(lower)) return false;
    magnitude = eightDigits(upper) * 100000000 + eightDigits(lower);
  }
  if (bytes < 8 && magnitude > ((<u64>1 << (bytes * 8 - 1)) - 1)) return false;
  const value = (magnitude ^ -negative) + negative;
  if (bytes === 2) store<u16>(slot, <u16>value);
  else if (bytes === 4) store<u32>(slot, <u32>value);
  else store<u64>(slot, value);
  return true;
}
