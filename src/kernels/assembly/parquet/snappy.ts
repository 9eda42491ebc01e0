import { copyMatch, copyWild, WILD } from './copy';
import { Status } from './status';

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

  let to = output;
  while (input < end) {
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
