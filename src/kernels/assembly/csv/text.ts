import { region_alloc } from '../memory';

/** A view of the bytes from `start` up to `end`, which stay where they are when longer than twelve. Without a branch: lengths are hard to foresee. */
// @ts-ignore: decorator
@inline
export function storeView(slot: usize, start: usize, end: usize): void {
  const length = <u32>(end - start);
  const bytes = v128.load(start - 4);
  const mask = i8x16.lt_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>(length + 4)));
  const long = i32x4.replace_lane(i32x4.replace_lane(bytes, 2, 0), 3, <i32>start);
  const view = v128.bitselect(v128.and(bytes, mask), long, i32x4.splat(<i32>(length > 12) - 1));
  v128.store(slot, i32x4.replace_lane(view, 0, length));
}

/** As storeView, with escapes taken out: into the region, if there are any. */
export function storeUnescaped(slot: usize, start: usize, end: usize, quote: u32, escape: u32, region: usize): void {
  let at = start;
  const wanted = i8x16.splat(<i8>escape);
  while (at + 16 <= end && !v128.any_true(i8x16.eq(v128.load(at), wanted))) at += 16;
  while (at < end && <u32>load<u8>(at) !== escape) at++;
  if (at === end) return storeView(slot, start, end);

  const copy = region_alloc(region, <u32>(end - start) + 16);
  let to = copy + (at - start);
  memory.copy(copy, start, at - start);
  while (at < end) {
    const byte = <u32>load<u8>(at);
    if (byte === escape && at + 1 < end) {
      const next = <u32>load<u8>(at, 1);
      if (next === quote || next === escape) at++;
    }
    store<u8>(to++, load<u8>(at++));
  }
  storeView(slot, copy, to);
}

/** A uuid (32 hexadecimal digits, hyphens after any four, braces around) as its 128-bit slot; false when it is none. */
export function storeUuid(slot: usize, start: usize, end: usize): bool {
  while (start < end && load<u8>(start) === 32) start++;
  while (start < end && load<u8>(end - 1) === 32) end--;
  if (start < end && load<u8>(start) === 123) {
    if (load<u8>(end - 1) !== 125) return false;
    start++;
    end--;
  }
  let high: u64 = 0;
  let low: u64 = 0;
  let digits: u32 = 0;
  for (let at = start; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte === 45 && digits !== 0 && (digits & 3) === 0 && load<u8>(at - 1) !== 45 && digits < 32) continue;
    let digit = byte - 48;
    if (digit > 9) {
      digit = (byte | 32) - 97;
      if (digit > 5) return false;
      digit += 10;
    }
    if (++digits > 32) return false;
    high = (high << 4) | (low >> 60);
    low = (low << 4) | digit;
  }
  if (digits !== 32) return false;
  store<u64>(slot, low);
  store<u64>(slot, high ^ 0x8000000000000000, 8);
  return true;
}
