import { copyMatch, copyWild, WILD } from './copy';
import { Status } from './status';

/** What a round of the fast loop may read and write at most, as powers of 2: a literal of 16 bytes and a copy of 64, and what is written too far. */
const ROUND_INPUT: u32 = 5;
const ROUND_OUTPUT: u32 = 7;
/** Offsets of the fast loop are below this, so that no address above it wraps around when one is subtracted. */
const FAR: usize = 0x10000;

/**
 * By a copy's tag, in 16 bits each: which bits of the two bytes after it are of the offset, what of the offset is in the tag, and the copy's length.
 * 0 for literals and for copies with an offset of four bytes.
 */
const COPIES = memory.data<u64>([
  0, 0x04000000ff, 0x010000ffff, 0, 0, 0x05000000ff, 0x020000ffff, 0,
  0, 0x06000000ff, 0x030000ffff, 0, 0, 0x07000000ff, 0x040000ffff, 0,
  0, 0x08000000ff, 0x050000ffff, 0, 0, 0x09000000ff, 0x060000ffff, 0,
  0, 0x0a000000ff, 0x070000ffff, 0, 0, 0x0b000000ff, 0x080000ffff, 0,
  0, 0x04010000ff, 0x090000ffff, 0, 0, 0x05010000ff, 0x0a0000ffff, 0,
  0, 0x06010000ff, 0x0b0000ffff, 0, 0, 0x07010000ff, 0x0c0000ffff, 0,
  0, 0x08010000ff, 0x0d0000ffff, 0, 0, 0x09010000ff, 0x0e0000ffff, 0,
  0, 0x0a010000ff, 0x0f0000ffff, 0, 0, 0x0b010000ff, 0x100000ffff, 0,
  0, 0x04020000ff, 0x110000ffff, 0, 0, 0x05020000ff, 0x120000ffff, 0,
  0, 0x06020000ff, 0x130000ffff, 0, 0, 0x07020000ff, 0x140000ffff, 0,
  0, 0x08020000ff, 0x150000ffff, 0, 0, 0x09020000ff, 0x160000ffff, 0,
  0, 0x0a020000ff, 0x170000ffff, 0, 0, 0x0b020000ff, 0x180000ffff, 0,
  0, 0x04030000ff, 0x190000ffff, 0, 0, 0x05030000ff, 0x1a0000ffff, 0,
  0, 0x06030000ff, 0x1b0000ffff, 0, 0, 0x07030000ff, 0x1c0000ffff, 0,
  0, 0x08030000ff, 0x1d0000ffff, 0, 0, 0x09030000ff, 0x1e0000ffff, 0,
  0, 0x0a030000ff, 0x1f0000ffff, 0, 0, 0x0b030000ff, 0x200000ffff, 0,
  0, 0x04040000ff, 0x210000ffff, 0, 0, 0x05040000ff, 0x220000ffff, 0,
  0, 0x06040000ff, 0x230000ffff, 0, 0, 0x07040000ff, 0x240000ffff, 0,
  0, 0x08040000ff, 0x250000ffff, 0, 0, 0x09040000ff, 0x260000ffff, 0,
  0, 0x0a040000ff, 0x270000ffff, 0, 0, 0x0b040000ff, 0x280000ffff, 0,
  0, 0x04050000ff, 0x290000ffff, 0, 0, 0x05050000ff, 0x2a0000ffff, 0,
  0, 0x06050000ff, 0x2b0000ffff, 0, 0, 0x07050000ff, 0x2c0000ffff, 0,
  0, 0x08050000ff, 0x2d0000ffff, 0, 0, 0x09050000ff, 0x2e0000ffff, 0,
  0, 0x0a050000ff, 0x2f0000ffff, 0, 0, 0x0b050000ff, 0x300000ffff, 0,
  0, 0x04060000ff, 0x310000ffff, 0, 0, 0x05060000ff, 0x320000ffff, 0,
  0, 0x06060000ff, 0x330000ffff, 0, 0, 0x07060000ff, 0x340000ffff, 0,
  0, 0x08060000ff, 0x350000ffff, 0, 0, 0x09060000ff, 0x360000ffff, 0,
  0, 0x0a060000ff, 0x370000ffff, 0, 0, 0x0b060000ff, 0x380000ffff, 0,
  0, 0x04070000ff, 0x390000ffff, 0, 0, 0x05070000ff, 0x3a0000ffff, 0,
  0, 0x06070000ff, 0x3b0000ffff, 0, 0, 0x07070000ff, 0x3c0000ffff, 0,
  0, 0x08070000ff, 0x3d0000ffff, 0, 0, 0x09070000ff, 0x3e0000ffff, 0,
  0, 0x0a070000ff, 0x3f0000ffff, 0, 0, 0x0b070000ff, 0x400000ffff, 0,
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
 * Rounds of a short literal and a copy from eight bytes back that are all alike, as of numbers that count up: the last eight bytes stay in a
 * register, since loading what was just stored takes long. How far they reach in the input (low word) and in the output.
 */
function copyAlike(input: usize, to: usize, rounds: u32): u64 {
  const first = load<u64>(input);
  if (<u32>first & 0xf3) return 0;
  const literal = ((<u32>first >> 2) & 3) + 1;
  const tag = <u32>(first >> (<u64>(literal + 1) << 3));
  const copy = COPIES + ((tag & 255) << 3);
  const length = <u32>load<u8>(copy, 4);
  const offset = ((tag >> 8) & <u32>load<u16>(copy)) + <u32>load<u16>(copy, 2);
  if (offset !== 8 || length > 8) return 0;
  const size = literal + 4 - (tag & 1);
  // All but the literal's bytes.
  const alike = (~<u64>0 >> (64 - (<u64>size << 3))) ^ (((<u64>1 << (<u64>literal << 3)) - 1) << 8);
  const shift = <u64>literal << 3;
  const turn = <u64>length << 3;
  const start = input;
  const end = input + rounds * size;
  const written = to;
  let tail = load<u64>(to - 8);
  for (; input !== end; input += size) {
    const round = load<u64>(input);
    if (((round ^ first) & alike) !== 0) break;
    const text = round >> 8;
    store<u64>(to, text);
    tail = (tail >> shift) | (text << (64 - shift));
    store<u64>(to + literal, tail);
    tail = rotr(tail, turn);
    to += literal + length;
  }
  return <u64>(<u32>(input - start)) | (<u64>(<u32>(to - written)) << 32);
}

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
    let rounds = output < FAR ? 0 : min(<u32>(end - input) >> ROUND_INPUT, <u32>(limit - to) >> ROUND_OUTPUT);
    const hadRounds = rounds !== 0;
    for (; rounds !== 0; rounds--) {
      // How soon the next round can load its tag decides: a copy's tag comes out of the word that was loaded for the literal before it.
      const loaded = load<u64>(input);
      let word = <u32>loaded;
      let next: usize;
      if (word & 0xf3) {
        if ((word & 3) === 0) {
          const more = (word & 255) >> 2;
          if (more >= 16) break;
          v128.store(to, v128.load(input, 1));
          word = load<u32>(input + more, 2);
          next = input + 5 + more;
          to += more + 1;
        } else {
          next = input + 3;
        }
      } else {
        store<u64>(to, loaded >> 8);
        const more = (word >> 2) & 3;
        // 16 + 8 · more bits: of what shifts the word twice, only the lowest six bits count.
        word = <u32>(loaded >> 16 >> (loaded << 1));
        next = input + 5 + more;
        to += more + 1;
      }
      const copy = COPIES + ((word & 255) << 3);
      const length = <u32>load<u8>(copy, 4);
      const offset = ((word >> 8) & <u32>load<u16>(copy)) + <u32>load<u16>(copy, 2);
      const from = to - offset;
      if (from < output) return Status.BAD_COMPRESSION;
      input = next - (word & 1);
      if (offset < 16) {
        if (length === 0) {
          input = next - 3;
          break;
        }
        if (length <= min<u32>(offset, 8) && length >= 4) {
          const low = load<u32>(from);
          const high = load<u32>(from + length - 4);
          store<u32>(to, low);
          store<u32>(to + length - 4, high);
          if (offset === 8) {
            to += length;
            const moved = copyAlike(input, to, rounds - 1);
            if (moved === 0) continue;
            input += <u32>moved;
            to += <u32>(moved >> 32);
            rounds = 0;
            break;
          }
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
      } else {
        v128.store(to, v128.load(from));
        if (length > 16) {
          v128.store(to, v128.load(from, 16), 16);
          if (length > 32) {
            v128.store(to, v128.load(from, 32), 32);
            v128.store(to, v128.load(from, 48), 48);
          }
        }
      }
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
