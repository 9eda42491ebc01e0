import { copyMatch, copyWild, WILD } from './copy';
import { Status } from './status';

/**
 * Decompresses one LZ4 block (no frame) of exactly `outputSize` bytes. 0, or a Status.
 *
 * Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function parquet_lz4(input: usize, inputSize: u32, output: usize, outputSize: u32): i32 {
  const end = input + inputSize;
  const limit = output + outputSize;
  let to = output;
  while (input < end) {
    const token: u32 = load<u8>(input++);
    let length = token >> 4;
    if (length === 15) {
      let byte: u32;
      do {
        if (input >= end) return Status.BAD_COMPRESSION;
        byte = load<u8>(input++);
        length += byte;
        if (length > outputSize) return Status.WRONG_SIZE;
      } while (byte === 255);
    }
    if (length > <u32>(end - input)) return Status.BAD_COMPRESSION;
    if (length > <u32>(limit - to)) return Status.WRONG_SIZE;
    if (<u32>(end - input) - length >= WILD && <u32>(limit - to) - length >= WILD) copyWild(to, input, length);
    else memory.copy(to, input, length);
    input += length;
    to += length;
    if (input >= end) break; // the last sequence has literals only
    if (<u32>(end - input) < 2) return Status.BAD_COMPRESSION;
    const offset: u32 = load<u16>(input);
    input += 2;
    let match = token & 15;
    if (match === 15) {
      let byte: u32;
      do {
        if (input >= end) return Status.BAD_COMPRESSION;
        byte = load<u8>(input++);
        match += byte;
        if (match > outputSize) return Status.WRONG_SIZE;
      } while (byte === 255);
    }
    match += 4;
    if (offset === 0 || offset > <u32>(to - output)) return Status.BAD_COMPRESSION;
    if (match > <u32>(limit - to)) return Status.WRONG_SIZE;
    copyMatch(to, offset, match, limit);
    to += match;
  }
  return to === limit ? 0 : Status.WRONG_SIZE;
}
