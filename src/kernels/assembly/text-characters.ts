import { view_bytes } from './view';

/*
 * Characters of UTF-8 text. A character begins at every byte that is no continuation byte (0x80 to 0xbf), that is, above −65 as a signed byte.
 */

/** Sixteen flags: which bytes begin a character. */
// @ts-ignore: decorator
@inline
export function characterStarts(at: usize): u32 {
  return <u32>i8x16.bitmask(i8x16.gt_s(v128.load(at), i8x16.splat(-65)));
}

// @ts-ignore: decorator
@inline
export function isStart(byte: u8): bool { return (byte & 0xc0) !== 0x80; }

/** Bytes of the character that begins with `lead`. */
// @ts-ignore: decorator
@inline
export function characterBytes(lead: u8): u32 {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

export function countCharacters(at: usize, length: u32): u32 {
  const end = at + length;
  let count: u32 = 0;
  for (; at + 16 <= end; at += 16) count += popcnt<u32>(characterStarts(at));
  for (; at < end; at++) count += u32(isStart(load<u8>(at)));
  return count;
}

/** Address after `count` characters, or `end` when there are fewer. */
export function skipCharacters(at: usize, end: usize, count: u32): usize {
  if (count === 0) return at;
  for (; at + 16 <= end; at += 16) {
    let starts = characterStarts(at);
    const here = popcnt<u32>(starts);
    if (here > count) {
      for (let n = count; n > 0; n--) starts &= starts - 1;
      return at + ctz<u32>(starts);
    }
    count -= here;
  }
  for (; at < end; at++) {
    if (!isStart(load<u8>(at))) continue;
    if (count === 0) return at;
    count--;
  }
  return end;
}

/** Address of the last `count` characters, or `start` when there are fewer. */
export function lastCharacters(start: usize, end: usize, count: u32): usize {
  let at = end;
  while (at > start && count > 0) {
    at--;
    if (isStart(load<u8>(at))) count--;
  }
  return at;
}

/** Characters of a string. */
export function text_length(view: usize): u32 {
  return countCharacters(view_bytes(view), load<u32>(view));
}

/** Code point at an address where a character begins. */
export function codePointAt(at: usize): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) return lead;
  const second: u32 = load<u8>(at, 1) & 0x3f;
  if (lead < 0xe0) return (lead & 0x1f) << 6 | second;
  const third: u32 = load<u8>(at, 2) & 0x3f;
  if (lead < 0xf0) return (lead & 0x0f) << 12 | second << 6 | third;
  return (lead & 0x07) << 18 | second << 12 | third << 6 | (load<u8>(at, 3) & 0x3f);
}

/** Code point of the first character; 0 for an empty string. */
export function text_ascii(view: usize): u32 {
  return load<u32>(view) === 0 ? 0 : codePointAt(view_bytes(view));
}
