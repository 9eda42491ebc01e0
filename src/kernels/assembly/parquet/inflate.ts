import { copyMatch } from './copy';
import { parquet_crc32 } from './crc32';
import { Status } from './status';

/*
 * Gzip (RFC 1952), zlib (RFC 1950) and raw DEFLATE (RFC 1951) for whole buffers. Codes are looked up by their first 10 bits; longer ones go on
 * canonically, bit by bit. The caller's work area:
 *
 *   0 literal/length lookup (1024 u16: symbol << 4 | bits, 0: longer) · 2048 distance lookup · 4096 literal/length counts by length
 *   (16 u16) and, at 4128, symbols in code order (288 u16) · 4704 and 4736 the same for distances · 4800 code lengths (320 u8) · 5120 result
 */
const LITERAL_LOOKUP: usize = 0;
const DISTANCE_LOOKUP: usize = 2048;
const LITERAL_COUNTS: usize = 4096;
const DISTANCE_COUNTS: usize = 4704;
const LENGTHS: usize = 4800;
const RESULT: usize = 5120;
const LOOKUP_BITS: u32 = 10;

const LENGTH_BASE = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const LENGTH_BITS = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]);
const DISTANCE_BASE = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
]);
const DISTANCE_BITS = memory.data<u8>([0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]);
const CODE_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Decompresses gzip members, or one zlib stream, to exactly `outputSize` bytes; checks their checksums. 0, or a Status. `crcTables` as in crc32. */
export function parquet_gzip(input: usize, inputSize: u32, output: usize, outputSize: u32, work: usize, crcTables: usize): i32 {
  const end = input + inputSize;
  const limit = output + outputSize;
  let to = output;
  while (input < end) {
    if (end - input < 6) return Status.BAD_COMPRESSION;
    const head = <u32>load<u16>(input);
    const gzip = head === 0x8b1f;
    if (gzip) {
      const body = gzipBody(input, end);
      if (body === 0) return Status.BAD_COMPRESSION;
      input = body;
    } else {
      const cmf = head & 255;
      const flags = head >> 8;
      if ((cmf & 15) !== 8 || ((cmf << 8) | flags) % 31 !== 0 || (flags & 32) !== 0) return Status.BAD_COMPRESSION;
      input += 2;
    }
    const made = inflate(input, end, to, limit, work);
    if (made < 0) return made;
    input = load<u32>(work + RESULT);
    if (gzip) {
      if (end - input < 8) return Status.BAD_COMPRESSION;
      if (parquet_crc32(crcTables, to, made) !== load<u32>(input) || <u32>made !== load<u32>(input, 4)) return Status.BAD_CHECKSUM;
      input += 8;
    } else {
      if (end - input < 4) return Status.BAD_COMPRESSION;
      if (adler32(to, made) !== bswap<u32>(load<u32>(input))) return Status.BAD_CHECKSUM;
      input += 4;
    }
    to += made;
  }
  return to === limit ? 0 : Status.WRONG_SIZE;
}

function gzipBody(input: usize, end: usize): usize {
  if (end - input < 18 || load<u8>(input, 2) !== 8) return 0;
  const flags = <u32>load<u8>(input, 3);
  if (flags & 0xe0) return 0;
  input += 10;
  if (flags & 4) {
    if (end - input < 2) return 0;
    const extra = <u32>load<u16>(input) + 2;
    if (extra > <u32>(end - input)) return 0;
    input += extra;
  }
  for (let strings = ((flags >> 3) & 1) + ((flags >> 4) & 1); strings > 0; strings--) {
    while (input < end && load<u8>(input) !== 0) input++;
    if (input >= end) return 0;
    input++;
  }
  if (flags & 2) input += 2;
  return input < end ? input : 0;
}

function adler32(data: usize, size: u32): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  const end = data + size;
  while (data < end) {
    const stop = data + min<usize>(end - data, 5552);
    for (; data < stop; data++) {
      a += load<u8>(data);
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return (b << 16) | a;
}

/** Makes the lookup table and the canonical counts and symbols of a code; false when it is over-subscribed. */
function buildCode(lengths: usize, count: u32, lookup: usize, counts: usize): bool {
  const symbols = counts + 32;
  memory.fill(counts, 0, 32);
  memory.fill(lookup, 0, 2 << LOOKUP_BITS);
  for (let i: u32 = 0; i < count; i++) {
    const slot = counts + (<usize>load<u8>(lengths + i) << 1);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  store<u16>(counts, 0);
  let left: i32 = 1;
  for (let length: usize = 1; length < 16; length++) {
    left = (left << 1) - load<u16>(counts + (length << 1));
    if (left < 0) return false;
  }
  let code: u32 = 0;
  let index: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    if (load<u16>(counts + (length << 1)) !== 0) {
      for (let symbol: u32 = 0; symbol < count; symbol++) {
        if (load<u8>(lengths + symbol) !== length) continue;
        store<u16>(symbols + (index << 1), <u16>symbol);
        index++;
        if (length <= LOOKUP_BITS) {
          let reversed: u32 = 0;
          for (let bit: u32 = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
          for (let at = reversed; at < 1 << LOOKUP_BITS; at += 1 << length) store<u16>(lookup + (at << 1), <u16>((symbol << 4) | length));
        }
        code++;
      }
    }
    code <<= 1;
  }
  return true;
}

/** A code longer than the lookup, from its bits: symbol << 4 | length, 0 when there is no such code. */
function longCode(bits: u64, counts: usize): u32 {
  const symbols = counts + 32;
  let code: i32 = 0;
  let first: i32 = 0;
  let index: i32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    code |= <i32>(bits & 1);
    bits >>= 1;
    const count: i32 = load<u16>(counts + (length << 1));
    if (code - count < first) return (<u32>load<u16>(symbols + ((index + code - first) << 1)) << 4) | length;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return 0;
}

/** One DEFLATE stream: bytes made, or a Status; where it ended in the input goes to the result word. */
function inflate(input: usize, end: usize, output: usize, limit: usize, work: usize): i32 {
  // `held` bits of `bits` are read ahead; whole bytes of them go back at the end of the stream.
  let bits: u64 = 0;
  let held: u64 = 0;
  let to = output;
  let last = false;
  while (!last) {
    while (held <= 56 && input < end) { bits |= <u64>load<u8>(input++) << held; held += 8; }
    if (held < 3) return Status.BAD_COMPRESSION;
    last = (bits & 1) !== 0;
    const kind = <u32>(bits >> 1) & 3;
    bits >>= 3;
    held -= 3;
    if (kind === 3) return Status.BAD_COMPRESSION;
    if (kind === 0) {
      input -= <usize>(held >> 3);
      bits = 0;
      held = 0;
      if (end - input < 4) return Status.BAD_COMPRESSION;
      const size = <u32>load<u16>(input);
      if (size !== (<u32>load<u16>(input, 2) ^ 0xffff)) return Status.BAD_COMPRESSION;
      input += 4;
      if (size > <u32>(end - input)) return Status.BAD_COMPRESSION;
      if (size > <u32>(limit - to)) return Status.WRONG_SIZE;
      memory.copy(to, input, size);
      input += size;
      to += size;
      continue;
    }
    const lengths = work + LENGTHS;
    if (kind === 1) {
      memory.fill(lengths, 8, 144);
      memory.fill(lengths + 144, 9, 112);
      memory.fill(lengths + 256, 7, 24);
      memory.fill(lengths + 280, 8, 8);
      buildCode(lengths, 288, work + LITERAL_LOOKUP, work + LITERAL_COUNTS);
      memory.fill(lengths, 5, 30);
      buildCode(lengths, 30, work + DISTANCE_LOOKUP, work + DISTANCE_COUNTS);
    } else {
      while (held <= 56 && input < end) { bits |= <u64>load<u8>(input++) << held; held += 8; }
      if (held < 14) return Status.BAD_COMPRESSION;
      const literals = (<u32>bits & 31) + 257;
      const distances = (<u32>(bits >> 5) & 31) + 1;
      const codes = (<u32>(bits >> 10) & 15) + 4;
      bits >>= 14;
      held -= 14;
      if (literals > 286 || distances > 30) return Status.BAD_COMPRESSION;
      memory.fill(lengths, 0, 320);
      for (let i: u32 = 0; i < codes; i++) {
        while (held <= 56 && input < end) { bits |= <u64>load<u8>(input++) << held; held += 8; }
        if (held < 3) return Status.BAD_COMPRESSION;
        store<u8>(lengths + load<u8>(CODE_ORDER + i), <u8>(bits & 7));
        bits >>= 3;
        held -= 3;
      }
      if (!buildCode(lengths, 19, work + DISTANCE_LOOKUP, work + DISTANCE_COUNTS)) return Status.BAD_COMPRESSION;
      memory.fill(lengths, 0, 320);
      const total = literals + distances;
      let index: u32 = 0;
      let previous: u32 = 0;
      while (index < total) {
        while (held <= 56 && input < end) { bits |= <u64>load<u8>(input++) << held; held += 8; }
        const entry = <u32>load<u16>(work + DISTANCE_LOOKUP + ((<usize>bits & 1023) << 1));
        const width: u64 = entry & 15;
        if (width === 0 || width > held) return Status.BAD_COMPRESSION;
        bits >>= width;
        held -= width;
        const symbol = entry >> 4;
        if (symbol < 16) {
          store<u8>(lengths + index++, <u8>symbol);
          previous = symbol;
          continue;
        }
        if (symbol === 16 && index === 0) return Status.BAD_COMPRESSION;
        const extra: u64 = symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
        if (extra > held) return Status.BAD_COMPRESSION;
        const repeat: u32 = (symbol === 18 ? 11 : 3) + (<u32>bits & ((1 << <u32>extra) - 1));
        bits >>= extra;
        held -= extra;
        if (repeat > total - index) return Status.BAD_COMPRESSION;
        if (symbol !== 16) previous = 0;
        memory.fill(lengths + index, <u8>previous, repeat);
        index += repeat;
      }
      if (load<u8>(lengths, 256) === 0) return Status.BAD_COMPRESSION;
      if (!buildCode(lengths + literals, distances, work + DISTANCE_LOOKUP, work + DISTANCE_COUNTS)) return Status.BAD_COMPRESSION;
      if (!buildCode(lengths, literals, work + LITERAL_LOOKUP, work + LITERAL_COUNTS)) return Status.BAD_COMPRESSION;
    }

    for (;;) {
      // One refill serves a whole length-distance pair: at most 15 + 5 + 15 + 13 bits.
      if (end - input >= 8) {
        bits |= load<u64>(input) << held;
        const added = (63 - held) >> 3;
        input += <usize>added;
        held += added << 3;
      } else {
        while (held <= 56 && input < end) { bits |= <u64>load<u8>(input++) << held; held += 8; }
      }
      let entry = <u32>load<u16>(work + LITERAL_LOOKUP + ((<usize>bits & 1023) << 1));
      if (entry === 0) entry = longCode(bits, work + LITERAL_COUNTS);
      let width: u64 = entry & 15;
      if (width === 0 || width > held) return Status.BAD_COMPRESSION;
      bits >>= width;
      held -= width;
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (to >= limit) return Status.WRONG_SIZE;
        store<u8>(to++, <u8>symbol);
        continue;
      }
      if (symbol === 256) break;
      if (symbol > 285) return Status.BAD_COMPRESSION;
      let extra: u64 = load<u8>(LENGTH_BITS + symbol - 257);
      const length = <u32>load<u16>(LENGTH_BASE + ((symbol - 257) << 1)) + (<u32>bits & ((1 << <u32>extra) - 1));
      if (extra > held) return Status.BAD_COMPRESSION;
      bits >>= extra;
      held -= extra;
      entry = <u32>load<u16>(work + DISTANCE_LOOKUP + ((<usize>bits & 1023) << 1));
      if (entry === 0) entry = longCode(bits, work + DISTANCE_COUNTS);
      width = entry & 15;
      const code = entry >> 4;
      if (width === 0 || code > 29) return Status.BAD_COMPRESSION;
      bits >>= width;
      extra = load<u8>(DISTANCE_BITS + code);
      if (width + extra > held) return Status.BAD_COMPRESSION;
      const distance = <u32>load<u16>(DISTANCE_BASE + (code << 1)) + (<u32>bits & ((1 << <u32>extra) - 1));
      bits >>= extra;
      held -= width + extra;
      if (distance > <u32>(to - output)) return Status.BAD_COMPRESSION;
      if (length > <u32>(limit - to)) return Status.WRONG_SIZE;
      copyMatch(to, distance, length, limit);
      to += length;
    }
  }
  store<u32>(work + RESULT, <u32>(input - <usize>(held >> 3)));
  return <i32>(to - output);
}
