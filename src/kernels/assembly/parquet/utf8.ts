/** Whether no byte of the range has its top bit set. */
export function isAscii(data: usize, size: u32): bool {
  const end = data + size;
  let any = i64x2.splat(0);
  for (; end - data >= 64; data += 64) {
    any = v128.or(any, v128.or(v128.or(v128.load(data), v128.load(data, 16)), v128.or(v128.load(data, 32), v128.load(data, 48))));
  }
  for (; end - data >= 16; data += 16) any = v128.or(any, v128.load(data));
  let rest: u32 = 0;
  for (; data < end; data++) rest |= load<u8>(data);
  return i8x16.bitmask(any) === 0 && (rest & 128) === 0;
}

/**
 * What can be wrong with two bytes in a row, a bit for each kind of error: by the first one's high half, by its low half, and by the second
 * one's high half; an error is what all three agree on. Bit 7 is not wrong where a third or fourth byte is due. Behind that, masks.
 *
 * Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (2021), section 6.
 */
const ERRORS = memory.data<u8>([
  0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x80, 0x80, 0x80, 0x80, 0x21, 0x01, 0x15, 0x49,
  0xe7, 0xa3, 0x83, 0x83, 0x8b, 0xcb, 0xcb, 0xcb, 0xcb, 0xcb, 0xcb, 0xcb, 0xcb, 0xdb, 0xcb, 0xcb,
  0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0xe6, 0xae, 0xba, 0xba, 0x01, 0x01, 0x01, 0x01,
  0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,
  0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60,
  0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70,
]);
/** From byte 16 - n on, a mask of the first n bytes. */
const FIRST_BYTES = memory.data<u8>([
  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
]);

/**
 * Whether the range is well-formed UTF-8 (RFC 3629): shortest forms only, no surrogates, nothing above U+10FFFF. Reads up to 15 bytes past it.
 */
export function isUtf8(data: usize, size: u32): bool {
  // Loaded, since V8 would compute constants anew in every round.
  const errorsByHigh = v128.load(ERRORS);
  const errorsByLow = v128.load(ERRORS, 16);
  const errorsBySecond = v128.load(ERRORS, 32);
  const lowHalf = v128.load(ERRORS, 48);
  const belowThree = v128.load(ERRORS, 64);
  const belowFour = v128.load(ERRORS, 80);
  let errors = i64x2.splat(0);
  let before = i64x2.splat(0);
  const end = data + size;
  while (true) {
    // What is behind the end counts as zeros, so that a character that ends there too early is found.
    const left = <u32>(end - data);
    let block = v128.load(data);
    if (left < 16) block = v128.and(block, v128.load(FIRST_BYTES + 16 - left));
    if (i8x16.bitmask(v128.or(block, before)) !== 0) {
      const first = i8x16.shuffle(before, block, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
      const second = i8x16.shuffle(before, block, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
      const third = i8x16.shuffle(before, block, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
      const found = v128.and(
        v128.and(
          i8x16.swizzle(errorsByHigh, v128.and(i16x8.shr_u(first, 4), lowHalf)),
          i8x16.swizzle(errorsByLow, v128.and(first, lowHalf)),
        ),
        i8x16.swizzle(errorsBySecond, v128.and(i16x8.shr_u(block, 4), lowHalf)),
      );
      // The top bit says that a lead of three bytes is two before, or one of four bytes three before.
      const due = v128.or(i8x16.sub_sat_u(second, belowThree), i8x16.sub_sat_u(third, belowFour));
      errors = v128.or(errors, v128.xor(v128.and(due, i8x16.splat(<i8>0x80)), found));
    }
    if (left < 16) return !v128.any_true(errors);
    before = block;
    data += 16;
  }
}
