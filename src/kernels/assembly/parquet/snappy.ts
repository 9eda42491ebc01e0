import { copyMatch, copyWild, WILD } from './copy';
import { Status } from './status';

/** What a round of the fast loop may read and write at most, as powers of 2: a literal of 16 bytes and a copy of 64, and what is written too far. */
const ROUND_INPUT: u32 = 5;
const ROUND_OUTPUT: u32 = 7;

/**
 * By a copy's tag: its length, bits 8 to 10 of its offset if they are in the tag, and from bit 16 on which bits of the two bytes after the tag
 * are the rest of the offset. 0 for literals and for copies with an offset of four bytes.
 */
const COPIES = memory.data<u32>([
  0, 0x00ff0004, 0xffff0001, 0, 0, 0x00ff0005, 0xffff0002, 0,
  0, 0x00ff0006, 0xffff0003, 0, 0, 0x00ff0007, 0xffff0004, 0,
  0, 0x00ff0008, 0xffff0005, 0, 0, 0x00ff0009, 0xffff0006, 0,
  0, 0x00ff000a, 0xffff0007, 0, 0, 0x00ff000b, 0xffff0008, 0,
  0, 0x00ff0104, 0xffff0009, 0, 0, 0x00ff0105, 0xffff000a, 0,
  0, 0x00ff0106, 0xffff000b, 0, 0, 0x00ff0107, 0xffff000c, 0,
  0, 0x00ff0108, 0xffff000d, 0, 0, 0x00ff0109, 0xffff000e, 0,
  0, 0x00ff010a, 0xffff000f, 0, 0, 0x00ff010b, 0xffff0010, 0,
  0, 0x00ff0204, 0xffff0011, 0, 0, 0x00ff0205, 0xffff0012, 0,
  0, 0x00ff0206, 0xffff0013, 0, 0, 0x00ff0207, 0xffff0014, 0,
  0, 0x00ff0208, 0xffff0015, 0, 0, 0x00ff0209, 0xffff0016, 0,
  0, 0x00ff020a, 0xffff0017, 0, 0, 0x00ff020b, 0xffff0018, 0,
  0, 0x00ff0304, 0xffff0019, 0, 0, 0x00ff0305, 0xffff001a, 0,
  0, 0x00ff0306, 0xffff001b, 0, 0, 0x00ff0307, 0xffff001c, 0,
  0, 0x00ff0308, 0xffff001d, 0, 0, 0x00ff0309, 0xffff001e, 0,
  0, 0x00ff030a, 0xffff001f, 0, 0, 0x00ff030b, 0xffff0020, 0,
  0, 0x00ff0404, 0xffff0021, 0, 0, 0x00ff0405, 0xffff0022, 0,
  0, 0x00ff0406, 0xffff0023, 0, 0, 0x00ff0407, 0xffff0024, 0,
  0, 0x00ff0408, 0xffff0025, 0, 0, 0x00ff0409, 0xffff0026, 0,
  0, 0x00ff040a, 0xffff0027, 0, 0, 0x00ff040b, 0xffff0028, 0,
  0, 0x00ff0504, 0xffff0029, 0, 0, 0x00ff0505, 0xffff002a, 0,
  0, 0x00ff0506, 0xffff002b, 0, 0, 0x00ff0507, 0xffff002c, 0,
  0, 0x00ff0508, 0xffff002d, 0, 0, 0x00ff0509, 0xffff002e, 0,
  0, 0x00ff050a, 0xffff002f, 0, 0, 0x00ff050b, 0xffff0030, 0,
  0, 0x00ff0604, 0xffff0031, 0, 0, 0x00ff0605, 0xffff0032, 0,
  0, 0x00ff0606, 0xffff0033, 0, 0, 0x00ff0607, 0xffff0034, 0,
  0, 0x00ff0608, 0xffff0035, 0, 0, 0x00ff0609, 0xffff0036, 0,
  0, 0x00ff060a, 0xffff0037, 0, 0, 0x00ff060b, 0xffff0038, 0,
  0, 0x00ff0704, 0xffff0039, 0, 0, 0x00ff0705, 0xffff003a, 0,
  0, 0x00ff0706, 0xffff003b, 0, 0, 0x00ff0707, 0xffff003c, 0,
  0, 0x00ff0708, 0xffff003d, 0, 0, 0x00ff0709, 0xffff003e, 0,
  0, 0x00ff070a, 0xffff003f, 0, 0, 0x00ff070b, 0xffff0040, 0,
]);

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

  let to = output;
  while (input < end) {
    let rounds = min(<u32>(end - input) >> ROUND_INPUT, <u32>(limit - to) >> ROUND_OUTPUT);
    const hadRounds = rounds !== 0;
    for (; rounds !== 0; rounds--) {
      // How soon the next round can load its tag decides: a copy's tag comes out of the word that was loaded for the literal before it.
      const loaded = load<u64>(input);
      let word = <u32>loaded;
      if ((word & 3) === 0) {
        const more = word & 255;
        if (more < 16) {
          store<u64>(to, loaded >> 8);
          word = <u32>(loaded >> ((more << 1) + 16));
        } else if (more < 64) {
          v128.store(to, v128.load(input, 1));
          word = load<u32>(input + (more >> 2), 2);
        } else {
          break;
        }
        input += (more >> 2) + 2;
        to += (more >> 2) + 1;
      }
      const copy = load<u32>(COPIES + ((word & 255) << 2));
      if (copy === 0) break;
      const length = copy & 255;
      const offset = ((word >> 8) & (copy >> 16)) + (copy & 0x700);
      if (offset > <u32>(to - output)) return Status.BAD_COMPRESSION;
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
      } else if (length <= min<u32>(offset, 8) && length >= 4) {
        // What was just stored is forwarded to a load that asks for no more than that.
        const low = load<u32>(from);
        const high = load<u32>(from + length - 4);
        store<u32>(to, low);
        store<u32>(to + length - 4, high);
      } else {
        if (offset === 0) return Status.BAD_COMPRESSION;
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
      input += 3 - (word & 1);
      to += length;
    }
    if (rounds === 0 && hadRounds) continue;
    // One tag with all checks: near the ends, and what is rare.
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
