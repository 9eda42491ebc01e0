import { copyMatch, copyWild, WILD } from './copy';
import { Status } from './status';

/** What the fast loop may read and write in a step: a literal of 16 bytes with two tags, and a copy of 64 with what is written too far. */
const INPUT_MARGIN: u32 = 24;
const OUTPUT_MARGIN: u32 = 96;

/** Row `offset`: which bytes of the last `offset` ones repeat over 16 bytes, and how many whole repetitions these hold. */
const PATTERNS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
  0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
  0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
  0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
  0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
]);
const STRIDES = memory.data<u8>([16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15]);

/**
 * Decompresses a raw Snappy block of exactly `outputSize` bytes. 0, or a Status.
 *
 * Format: https://github.com/google/snappy/blob/main/format_description.txt
 */
export function parquet_snappy(input: usize, inputSize: u32, output: usize, outputSize: u32): i32 {
  const end = input + inputSize;
  const limit = output + outputSize;
  let declared: u64 = 0;
  let shift: u64 = 0;
  for (;;) {
    if (input >= end || shift > 28) return Status.BAD_COMPRESSION;
    const byte = load<u8>(input++);
    declared |= <u64>(byte & 127) << shift;
    if (byte < 128) break;
    shift += 7;
  }
  if (declared !== <u64>outputSize) return Status.WRONG_SIZE;

  const inputMargin = inputSize > INPUT_MARGIN ? end - INPUT_MARGIN : 0;
  const outputMargin = outputSize > OUTPUT_MARGIN ? limit - OUTPUT_MARGIN : 0;
  let to = output;
  while (input < end) {
    while (input < inputMargin && to < outputMargin) {
      // Few branches, and those that are there follow how the encoder alternates; a tag is decoded from the word that the last load brought.
      const loaded = load<u64>(input);
      let word = <u32>loaded;
      if ((word & 3) === 0) {
        const literal = ((word & 255) >> 2) + 2;
        if (literal > 17) break;
        v128.store(to, v128.load(input, 1));
        input += literal;
        to += literal - 1;
        word = literal > 5 ? load<u32>(input) : <u32>(loaded >> (literal << 3));
      }
      if ((word & 3) - 1 > 1) break;
      // All ones for a copy with an offset of 11 bits, zero for one with 16.
      const near: u32 = 0 - (word & 1);
      const length = ((word >> 2) & (63 ^ (near & 56))) + 1 + (near & 3);
      const offset = ((word >> 8) & (0xffff ^ (near & 0xff00))) | (near & ((word & 0xe0) << 3));
      if (offset - 1 >= <u32>(to - output)) return Status.BAD_COMPRESSION;
      const from = to - offset;
      if (offset >= 16) {
        v128.store(to, v128.load(from));
        if (length > 16) {
          v128.store(to, v128.load(from, 16), 16);
          if (length > 32) {
            v128.store(to, v128.load(from, 32), 32);
            v128.store(to, v128.load(from, 48), 48);
          }
        }
      } else {
        const pattern = i8x16.swizzle(v128.load(from), v128.load(PATTERNS + (offset << 4)));
        const stride = <usize>load<u8>(STRIDES + offset);
        v128.store(to, pattern);
        if (stride === 16) {
          v128.store(to, pattern, 16);
          v128.store(to, pattern, 32);
          v128.store(to, pattern, 48);
        } else {
          const stop = to + length;
          for (let at = to + stride; at < stop; at += stride) v128.store(at, pattern);
        }
      }
      input += 3 + near;
      to += length;
    }
    if (input >= end) break;
    const tag: u32 = load<u8>(input++);
    const kind = tag & 3;
    if (kind === 0) {
      let length = (tag >> 2) + 1;
      if (length <= 16 && <u32>(end - input) >= WILD && <u32>(limit - to) >= WILD) {
        v128.store(to, v128.load(input));
        input += length;
        to += length;
        continue;
      }
      if (length > 60) {
        const bytes = length - 60;
        if (<u32>(end - input) < bytes) return Status.BAD_COMPRESSION;
        let stored: u32 = 0;
        for (let i: u32 = 0; i < bytes; i++) stored |= <u32>load<u8>(input + i) << (i << 3);
        input += bytes;
        length = stored + 1;
        if (length === 0) return Status.BAD_COMPRESSION;
      }
      if (length > <u32>(end - input)) return Status.BAD_COMPRESSION;
      if (length > <u32>(limit - to)) return Status.WRONG_SIZE;
      if (<u32>(end - input) - length >= WILD && <u32>(limit - to) - length >= WILD && length < 256) copyWild(to, input, length);
      else memory.copy(to, input, length);
      input += length;
      to += length;
      continue;
    }
    let length: u32;
    let offset: u32;
    if (kind === 1) {
      if (input >= end) return Status.BAD_COMPRESSION;
      length = 4 + ((tag >> 2) & 7);
      offset = ((tag >> 5) << 8) | <u32>load<u8>(input);
      input += 1;
    } else if (kind === 2) {
      if (<u32>(end - input) < 2) return Status.BAD_COMPRESSION;
      length = (tag >> 2) + 1;
      offset = load<u16>(input);
      input += 2;
    } else {
      if (<u32>(end - input) < 4) return Status.BAD_COMPRESSION;
      length = (tag >> 2) + 1;
      offset = load<u32>(input);
      input += 4;
    }
    if (offset === 0 || offset > <u32>(to - output)) return Status.BAD_COMPRESSION;
    if (length > <u32>(limit - to)) return Status.WRONG_SIZE;
    copyMatch(to, offset, length, limit);
    to += length;
  }
  return to === limit ? 0 : Status.WRONG_SIZE;
}
