/** The address of the first byte that is NUL or begins no valid UTF-8 character (Unicode 16, table 3-7) within the range; 0 when all are well. */
export function csv_check_text(start: usize, end: usize): usize {
  let at = start;
  while (at < end) {
    while (at + 16 <= end && !v128.any_true(i8x16.lt_s(v128.load(at), i8x16.splat(1)))) at += 16;
    if (at >= end) break;
    const first = <u32>load<u8>(at);
    if (first - 1 < 0x7f) { at++; continue; }
    const left = end - at;
    const second = left > 1 ? <u32>load<u8>(at, 1) : 0;
    if (first >= 0xc2 && first <= 0xdf) {
      if ((second & 0xc0) !== 0x80) return at;
      at += 2;
      continue;
    }
    const third = left > 2 ? <u32>load<u8>(at, 2) : 0;
    if (first >= 0xe0 && first <= 0xef) {
      const low: u32 = first === 0xe0 ? 0xa0 : 0x80;
      const high: u32 = first === 0xed ? 0x9f : 0xbf;
      if (second < low || second > high || (third & 0xc0) !== 0x80) return at;
      at += 3;
      continue;
    }
    const fourth = left > 3 ? <u32>load<u8>(at, 3) : 0;
    if (first < 0xf0 || first > 0xf4) return at;
    const low: u32 = first === 0xf0 ? 0x90 : 0x80;
    const high: u32 = first === 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high || (third & 0xc0) !== 0x80 || (fourth & 0xc0) !== 0x80) return at;
    at += 4;
  }
  return 0;
}
