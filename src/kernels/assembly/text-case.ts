import { region_alloc } from './memory';
import { view_begin, view_bytes, view_finish, view_make } from './view';

/** Maps the case of UTF-8 text that is not ASCII, in JavaScript (kernels/index.ts); returns the bytes written, at most three for each one read. */
@external("host", "map_case")
declare function hostMapCase(isUpper: i32, from: usize, length: u32, to: usize): u32;

export function text_lower(out: usize, view: usize, region: usize): void { mapCase(out, view, region, 0); }
export function text_upper(out: usize, view: usize, region: usize): void { mapCase(out, view, region, 1); }

/** ASCII sixteen bytes at a time: bit 0x20 is flipped in the letters of the other case. */
// @ts-ignore: decorator
@inline
function mapCase(out: usize, view: usize, region: usize, isUpper: i32): void {
  const bytes = view_bytes(view);
  const length = load<u32>(view);
  if (!isAscii(bytes, length)) {
    const mapped = region_alloc(region, length * 3);
    view_make(out, mapped, hostMapCase(isUpper, bytes, length, mapped));
    return;
  }
  const target = view_begin(out, length, region);
  const low: u8 = isUpper ? 0x61 : 0x41;
  let i: usize = 0;
  const lows = i8x16.splat(<i8>low - 1);
  const highs = i8x16.splat(<i8>low + 26);
  const flip = i8x16.splat(0x20);
  for (; i + 16 <= <usize>length; i += 16) {
    const chunk = v128.load(bytes + i);
    const letters = v128.and(i8x16.gt_s(chunk, lows), i8x16.lt_s(chunk, highs));
    v128.store(target + i, v128.xor(chunk, v128.and(letters, flip)));
  }
  for (; i < <usize>length; i++) {
    const byte = load<u8>(bytes + i);
    store<u8>(target + i, byte ^ (<u8>(byte - low) < 26 ? 0x20 : 0));
  }
  view_finish(out);
}

/** Whether no byte has its top bit set. */
export function isAscii(bytes: usize, length: u32): bool {
  const end = bytes + length;
  for (; bytes + 16 <= end; bytes += 16) if (i8x16.bitmask(v128.load(bytes)) !== 0) return false;
  for (; bytes < end; bytes++) if (load<u8>(bytes) & 0x80) return false;
  return true;
}
