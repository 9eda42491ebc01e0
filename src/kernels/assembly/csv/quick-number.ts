/** What quickNumber says of a text that it does not take. */
export const NO_NUMBER: u64 = 0xffffffffffffffff;
/** The count of digits after the point stands at this bit, the number without its point below it. */
export const NUMBER_FRACTION: u64 = 56;

/* Vectors that loops keep in registers: V8 makes a constant anew wherever it is used. */
export const LANES: usize = memory.data<u8>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
export const DIGIT_ZEROS: usize = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48]);
/** Added to a digit, no sum has the highest bit; added to a greater byte, it has. */
export const ABOVE_NINE: usize = memory.data<u8>([118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118]);
export const TENS: usize = memory.data<u16>([10, 10, 10, 10, 10, 10, 10, 10]);
export const LOW_BYTES: usize = memory.data<u16>([255, 255, 255, 255, 255, 255, 255, 255]);
export const HUNDREDS: usize = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1]);
export const TEN_THOUSANDS: usize = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1]);

/** Up to 16 characters, digits and at most one `separator` beside one digit at least: all at once, the last digit in the last lane. */
// @ts-ignore: decorator
@inline
export function quickNumber(
  start: usize,
  end: usize,
  separator: v128,
  lanes: v128,
  zeros: v128,
  aboveNine: v128,
  tens: v128,
  lowBytes: v128,
  hundreds: v128,
  tenThousands: v128,
): u64 {
  const length = <u32>(end - start);
  if (length - 1 >= 16) return NO_NUMBER;
  const bytes = v128.load(end - 16);
  const before = i8x16.gt_s(i8x16.splat(<i8>(16 - length)), lanes);
  const points = <u32>i8x16.bitmask(v128.andnot(i8x16.eq(bytes, separator), before));
  const hasPoint = <u32>(points !== 0);
  const point = <u32>ctz(points) | (hasPoint - 1);
  // The digits before the point move up by one, over it.
  const digits = i8x16.swizzle(
    v128.andnot(i8x16.sub(bytes, zeros), before),
    i8x16.sub(i8x16.add(lanes, i8x16.splat(-1)), i8x16.gt_s(lanes, i8x16.splat(<i8>point))),
  );
  if ((<u32>i8x16.bitmask(i8x16.add_sat_u(digits, aboveNine)) | <u32>(length === hasPoint)) !== 0) return NO_NUMBER;
  const pairs = v128.and(i16x8.add(i16x8.mul(digits, tens), i16x8.shr_u(digits, 8)), lowBytes);
  const quads = i32x4.dot_i16x8_s(pairs, hundreds);
  const eights = <u64>i64x2.extract_lane(i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(quads, quads), tenThousands), 0);
  const value = (eights & 0xffffffff) * 100000000 + (eights >> 32);
  return value | (<u64>((15 - point) & -hasPoint) << NUMBER_FRACTION);
}
