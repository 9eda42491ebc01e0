import { view_bytes } from './view';

// @ts-ignore: decorator
@inline
function isBlank(byte: u32): bool { return byte === 32 || byte - 9 < 5; }

/** The value of a digit in bases up to 16, 16 or more for anything else. */
// @ts-ignore: decorator
@inline
function digitOf(byte: u32): u32 {
  if (byte - 48 <= 9) return byte - 48;
  const letter = (byte | 32) - 97;
  return letter <= 5 ? letter + 10 : 16;
}

/**
 * The integer that a string spells, stored at `out` as i64: decimal, or 0x, 0o, 0b; single underscores between digits; a sign; blanks around.
 * 0, 1 when it spells none, 2 when it is below −limit − 1 or above `limit`.
 */
export function integer_of_text(out: usize, view: usize, limit: i64): i32 {
  let at = view_bytes(view);
  let end = at + load<u32>(view);
  while (at < end && isBlank(load<u8>(at))) at++;
  while (at < end && isBlank(load<u8>(end - 1))) end--;
  if (at === end) return 1;
  const sign = <u32>load<u8>(at);
  const negative = sign === 45;
  if (negative || sign === 43) at++;

  let base: u64 = 10;
  if (at + 2 < end && load<u8>(at) === 48) {
    const letter = load<u8>(at, 1) | 32;
    base = letter === 120 ? 16 : letter === 111 ? 8 : letter === 98 ? 2 : 10;
    if (base !== 10) at += 2;
  }
  // An underscore may follow a prefix, but not begin a decimal number.
  let afterDigit = base !== 10;
  let value: u64 = 0;
  let overflow = false;
  if (at === end) return 1;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte === 95) {
      if (!afterDigit) return 1;
      afterDigit = false;
      continue;
    }
    const digit = <u64>digitOf(byte);
    if (digit >= base) return 1;
    if (value > (u64.MAX_VALUE - digit) / base) overflow = true;
    value = value * base + digit;
    afterDigit = true;
  }
  if (!afterDigit) return 1;
  if (overflow || value > <u64>limit + u64(negative)) return 2;
  store<i64>(out, negative ? 0 - <i64>value : <i64>value);
  return 0;
}
