import { copyMatch, copyWild, WILD } from './copy';
import { Status } from './status';
import { xxh64 } from './xxh64';
import { startBits } from './zstd-bits';
import { buildTable, readDistribution } from './zstd-fse';
import { huffmanFourStreams, huffmanStream, readHuffmanTable } from './zstd-huffman';

/*
 * A Zstandard decoder (RFC 8878) for whole buffers: the output is one piece of memory, so matches copy from it directly and there is no
 * window. Dictionaries are not supported. All state is in the caller's work area:
 *
 *   0 literal-length table · 4096 match-length table · 8192 offset table · 10240 Huffman table · 14336 scratch (4 KiB) · 18432 result words
 *   · 18496 state: logs of the three tables and of the Huffman table (0: none yet), the three repeated offsets · 18560 literals
 */
const LENGTHS: usize = 0;
const MATCHES: usize = 4096;
const OFFSETS: usize = 8192;
const HUFFMAN: usize = 10240;
const SCRATCH: usize = 14336;
const RESULT: usize = 18432;
const STATE: usize = 18496;
const LITERALS: usize = 18560;

const STATE_LENGTHS: usize = 0;
const STATE_OFFSETS: usize = 4;
const STATE_MATCHES: usize = 8;
const STATE_HUFFMAN: usize = 12;
const STATE_REPEATED: usize = 16;

const MAX_BLOCK: u32 = 1 << 17;

const LENGTH_BASE = memory.data<u32>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
]);
const LENGTH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);
const MATCH_BASE = memory.data<u32>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59,
  67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
]);
const MATCH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13,
  14, 15, 16,
]);
/** Offset code n stands for 2^n + n bits. */
const OFFSET_BASE = memory.data<u32>([
  1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4194304, 8388608, 16777216,
  33554432, 67108864, 134217728, 268435456, 536870912, 1073741824, 2147483648,
]);
const OFFSET_BITS = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
]);
const LENGTH_DEFAULT = memory.data<i16>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
]);
const MATCH_DEFAULT = memory.data<i16>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1,
  -1, -1, -1,
]);
const OFFSET_DEFAULT = memory.data<i16>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);
const LENGTH_SYMBOLS: u32 = 36;
const MATCH_SYMBOLS: u32 = 53;
const OFFSET_SYMBOLS: u32 = 32;

/** Bytes of a work area. */
export function parquet_zstd_work(): u32 { return <u32>LITERALS + MAX_BLOCK + 256; }

/** Decompresses Zstandard frames to exactly `outputSize` bytes. 0, or a Status. */
export function parquet_zstd(input: usize, inputSize: u32, output: usize, outputSize: u32, work: usize): i32 {
  const end = input + inputSize;
  const limit = output + outputSize;
  let to = output;
  while (input < end) {
    if (end - input < 5) return Status.BAD_COMPRESSION;
    const magic = load<u32>(input);
    if ((magic & 0xfffffff0) === 0x184d2a50) {
      if (end - input < 8) return Status.BAD_COMPRESSION;
      const skipped = load<u32>(input, 4);
      if (skipped > <u32>(end - input) - 8) return Status.BAD_COMPRESSION;
      input += 8 + skipped;
      continue;
    }
    if (magic !== 0xfd2fb528) return Status.BAD_COMPRESSION;
    const descriptor = <u32>load<u8>(input, 4);
    input += 5;
    if (descriptor & 8) return Status.BAD_COMPRESSION;
    const single = (descriptor & 32) !== 0;
    const dictionaryBytes: u32 = (1 << (descriptor & 3)) >> 1;
    const sizeCode = descriptor >> 6;
    const sizeBytes: u32 = sizeCode === 0 ? (single ? 1 : 0) : 1 << sizeCode;
    const headerBytes: u32 = (single ? 0 : 1) + dictionaryBytes + sizeBytes;
    if (headerBytes > <u32>(end - input)) return Status.BAD_COMPRESSION;
    if (!single) input++;
    for (let i: u32 = 0; i < dictionaryBytes; i++) if (load<u8>(input++) !== 0) return Status.BAD_COMPRESSION;
    let declared: u64 = 0;
    for (let i: u32 = 0; i < sizeBytes; i++) declared |= <u64>load<u8>(input++) << (i << 3);
    if (sizeCode === 1) declared += 256;
    if (sizeBytes !== 0 && declared > <u64>(limit - to)) return Status.WRONG_SIZE;

    const frame = to;
    const state = work + STATE;
    memory.fill(state, 0, 16);
    store<u32>(state + STATE_REPEATED, 1);
    store<u32>(state + STATE_REPEATED, 4, 4);
    store<u32>(state + STATE_REPEATED, 8, 8);
    let last = false;
    while (!last) {
      if (end - input < 3) return Status.BAD_COMPRESSION;
      const header = <u32>load<u16>(input) | (<u32>load<u8>(input, 2) << 16);
      input += 3;
      last = (header & 1) !== 0;
      const kind = (header >> 1) & 3;
      const size = header >> 3;
      if (kind === 1) {
        if (size > MAX_BLOCK || input >= end) return Status.BAD_COMPRESSION;
        if (size > <u32>(limit - to)) return Status.WRONG_SIZE;
        memory.fill(to, load<u8>(input), size);
        input++;
        to += size;
        continue;
      }
      if (kind === 3 || size > MAX_BLOCK || size > <u32>(end - input)) return Status.BAD_COMPRESSION;
      if (kind === 0) {
        if (size > <u32>(limit - to)) return Status.WRONG_SIZE;
        memory.copy(to, input, size);
        to += size;
      } else {
        const made = block(input, size, frame, to, limit, work);
        if (made < 0) return made;
        to += made;
      }
      input += size;
    }
    if (sizeBytes !== 0 && declared !== <u64>(to - frame)) return Status.WRONG_SIZE;
    if (descriptor & 4) {
      if (end - input < 4) return Status.BAD_COMPRESSION;
      if (<u32>xxh64(frame, <u32>(to - frame), 0) !== load<u32>(input)) return Status.BAD_CHECKSUM;
      input += 4;
    }
  }
  return to === limit ? 0 : Status.WRONG_SIZE;
}

/** Decodes one compressed block; bytes made, or a Status. */
function block(input: usize, size: u32, frame: usize, output: usize, limit: usize, work: usize): i32 {
  const end = input + size;
  const result = work + RESULT;
  const state = work + STATE;
  if (size < 2) return Status.BAD_COMPRESSION;

  // Literals section.
  const first = <u32>load<u8>(input);
  const kind = first & 3;
  const format = (first >> 2) & 3;
  let literals: usize;
  let literalCount: u32;
  if (kind < 2) {
    let headerBytes: u32;
    if ((format & 1) === 0) { headerBytes = 1; literalCount = first >> 3; }
    else if (format === 1) { headerBytes = 2; literalCount = <u32>load<u16>(input) >> 4; }
    else { headerBytes = 3; literalCount = (<u32>load<u16>(input) | (<u32>load<u8>(input, 2) << 16)) >> 4; }
    if (headerBytes > size || literalCount > MAX_BLOCK) return Status.BAD_COMPRESSION;
    input += headerBytes;
    if (kind === 0) {
      if (literalCount > <u32>(end - input)) return Status.BAD_COMPRESSION;
      literals = input;
      input += literalCount;
    } else {
      if (input >= end) return Status.BAD_COMPRESSION;
      literals = work + LITERALS;
      memory.fill(literals, load<u8>(input), literalCount);
      input++;
    }
  } else {
    const headerBytes: u32 = format < 2 ? 3 : format + 2;
    if (headerBytes > size) return Status.BAD_COMPRESSION;
    const bits: u32 = format < 2 ? 10 : format === 2 ? 14 : 18;
    const sizes = (<u64>load<u32>(input) | (<u64>load<u8>(input, 4) << 32)) >> 4;
    const mask: u64 = (1 << bits) - 1;
    literalCount = <u32>(sizes & mask);
    const compressed = <u32>((sizes >> bits) & mask);
    input += headerBytes;
    if (literalCount > MAX_BLOCK || compressed > <u32>(end - input)) return Status.BAD_COMPRESSION;
    const streamsEnd = input + compressed;
    if (kind === 2) {
      if (!readHuffmanTable(input, streamsEnd, work + HUFFMAN, work + SCRATCH, result)) return Status.BAD_COMPRESSION;
      store<u32>(state + STATE_HUFFMAN, load<u32>(result));
      input += load<u32>(result, 4);
    }
    const log = load<u32>(state + STATE_HUFFMAN);
    if (log === 0) return Status.BAD_COMPRESSION;
    literals = work + LITERALS;
    const fine = format === 0
      ? huffmanStream(input, streamsEnd, work + HUFFMAN, log, literals, literalCount)
      : huffmanFourStreams(input, streamsEnd, work + HUFFMAN, log, literals, literalCount);
    if (!fine) return Status.BAD_COMPRESSION;
    input = streamsEnd;
  }

  // Sequences section.
  if (input >= end) return Status.BAD_COMPRESSION;
  let sequences = <u32>load<u8>(input++);
  if (sequences >= 128) {
    if (sequences < 255) {
      if (input >= end) return Status.BAD_COMPRESSION;
      sequences = ((sequences - 128) << 8) + <u32>load<u8>(input);
      input++;
    } else {
      if (end - input < 2) return Status.BAD_COMPRESSION;
      sequences = <u32>load<u16>(input) + 0x7f00;
      input += 2;
    }
  }
  if (sequences === 0) {
    if (input !== end) return Status.BAD_COMPRESSION;
    if (literalCount > <u32>(limit - output)) return Status.WRONG_SIZE;
    memory.copy(output, literals, literalCount);
    return literalCount;
  }
  if (input >= end) return Status.BAD_COMPRESSION;
  const modes = <u32>load<u8>(input++);
  if (modes & 3) return Status.BAD_COMPRESSION;
  let used = sequenceTable(input, end, modes >> 6, work + LENGTHS, state + STATE_LENGTHS, 9, LENGTH_SYMBOLS, LENGTH_BASE, LENGTH_BITS, LENGTH_DEFAULT, 6, 36, work);
  if (used < 0) return used;
  input += used;
  used = sequenceTable(input, end, (modes >> 4) & 3, work + OFFSETS, state + STATE_OFFSETS, 8, OFFSET_SYMBOLS, OFFSET_BASE, OFFSET_BITS, OFFSET_DEFAULT, 5, 29, work);
  if (used < 0) return used;
  input += used;
  used = sequenceTable(input, end, (modes >> 2) & 3, work + MATCHES, state + STATE_MATCHES, 9, MATCH_SYMBOLS, MATCH_BASE, MATCH_BITS, MATCH_DEFAULT, 6, 53, work);
  if (used < 0) return used;
  input += used;
  return runSequences(input, end, sequences, literals, literalCount, frame, output, limit, work);
}

/** Prepares one table by its mode; bytes read, or a Status. `logSlot` holds the table's log plus one, 0 when there is no table yet. */
function sequenceTable(
  input: usize, end: usize, mode: u32, table: usize, logSlot: usize, maxLog: u32, maxSymbols: u32, bases: usize, extra: usize, defaults: usize,
  defaultLog: u32, defaultSymbols: u32, work: usize,
): i32 {
  const scratch = work + SCRATCH;
  if (mode === 0) {
    if (!buildTable(table, defaultLog, defaults, defaultSymbols, bases, extra, scratch)) return Status.BAD_COMPRESSION;
    store<u32>(logSlot, defaultLog + 1);
    return 0;
  }
  if (mode === 1) {
    if (input >= end) return Status.BAD_COMPRESSION;
    const symbol = <usize>load<u8>(input);
    if (symbol >= maxSymbols) return Status.BAD_COMPRESSION;
    store<u32>(table, load<u32>(bases + (symbol << 2)));
    store<u32>(table, <u32>load<u8>(extra + symbol), 4);
    store<u32>(logSlot, 1);
    return 1;
  }
  if (mode === 2) {
    const counts = scratch + 2048;
    const result = work + RESULT;
    if (!readDistribution(input, end, maxLog, maxSymbols, counts, result)) return Status.BAD_COMPRESSION;
    const log = load<u32>(result);
    if (!buildTable(table, log, counts, load<u32>(result, 4), bases, extra, scratch)) return Status.BAD_COMPRESSION;
    store<u32>(logSlot, log + 1);
    return load<u32>(result, 8);
  }
  return load<u32>(logSlot) === 0 ? Status.BAD_COMPRESSION : 0;
}

/** The backward bit stream of sequences, executed as it is read; bytes made, or a Status. */
function runSequences(
  input: usize, end: usize, sequences: u32, literals: usize, literalCount: u32, frame: usize, output: usize, limit: usize, work: usize,
): i32 {
  const state = work + STATE;
  const skip = startBits(input, end);
  if (skip < 0) return Status.BAD_COMPRESSION;
  const size = <u32>(end - input);
  let at = size >= 8 ? end - 8 : input;
  let consumed: u64 = size >= 8 ? skip : skip + ((8 - size) << 3);
  let bits = load<u64>(at);

  const lengthTable = work + LENGTHS;
  const matchTable = work + MATCHES;
  const offsetTable = work + OFFSETS;
  // Entries are loaded whole: baseline, extra bits << 32, state bits << 40, next state << 48. Each read of bits is two shifts, so that a
  // width of 0 gives 0.
  let width: u64 = load<u32>(state + STATE_LENGTHS) - 1;
  let lengthEntry = load<u64>(lengthTable + (<usize>(((bits << consumed) >> 1) >> (63 - width)) << 3));
  consumed += width;
  width = load<u32>(state + STATE_OFFSETS) - 1;
  let offsetEntry = load<u64>(offsetTable + (<usize>(((bits << consumed) >> 1) >> (63 - width)) << 3));
  consumed += width;
  width = load<u32>(state + STATE_MATCHES) - 1;
  let matchEntry = load<u64>(matchTable + (<usize>(((bits << consumed) >> 1) >> (63 - width)) << 3));
  consumed += width;

  let repeated1 = load<u32>(state + STATE_REPEATED);
  let repeated2 = load<u32>(state + STATE_REPEATED, 4);
  let repeated3 = load<u32>(state + STATE_REPEATED, 8);
  const literalEnd = literals + literalCount;
  let to = output;

  for (;;) {
    if (consumed > 64) return Status.BAD_COMPRESSION;
    let step = min<u64>(consumed >> 3, <u64>(at - input));
    at -= <usize>step;
    consumed -= step << 3;
    bits = load<u64>(at);

    const offsetBits = (offsetEntry >> 32) & 255;
    const matchBits = (matchEntry >> 32) & 255;
    const lengthBits = (lengthEntry >> 32) & 255;
    let offset = <u32>offsetEntry + <u32>(((bits << consumed) >> 1) >> (63 - offsetBits));
    consumed += offsetBits;
    const match = <u32>matchEntry + <u32>(((bits << consumed) >> 1) >> (63 - matchBits));
    consumed += matchBits;
    if (offsetBits + matchBits + lengthBits > 30) {
      if (consumed > 64) return Status.BAD_COMPRESSION;
      step = min<u64>(consumed >> 3, <u64>(at - input));
      at -= <usize>step;
      consumed -= step << 3;
      bits = load<u64>(at);
    }
    const length = <u32>lengthEntry + <u32>(((bits << consumed) >> 1) >> (63 - lengthBits));
    consumed += lengthBits;

    if (offset > 3) {
      offset -= 3;
      repeated3 = repeated2;
      repeated2 = repeated1;
      repeated1 = offset;
    } else {
      const which = offset + (length === 0 ? 1 : 0);
      if (which === 1) {
        offset = repeated1;
      } else if (which === 2) {
        offset = repeated2;
        repeated2 = repeated1;
        repeated1 = offset;
      } else {
        offset = which === 3 ? repeated3 : repeated1 - 1;
        repeated3 = repeated2;
        repeated2 = repeated1;
        repeated1 = offset;
      }
    }

    if (length > <u32>(literalEnd - literals)) return Status.BAD_COMPRESSION;
    const room = <u32>(limit - to);
    if (length > room || match > room - length) return Status.WRONG_SIZE;
    if (room - length >= WILD) copyWild(to, literals, length);
    else memory.copy(to, literals, length);
    literals += length;
    to += length;
    if (offset === 0 || offset > <u32>(to - frame)) return Status.BAD_COMPRESSION;
    copyMatch(to, offset, match, limit);
    to += match;
    if (to - output > MAX_BLOCK) return Status.BAD_COMPRESSION;

    if (--sequences === 0) break;
    width = (lengthEntry >> 40) & 255;
    lengthEntry = load<u64>(lengthTable + (<usize>((lengthEntry >> 48) + (((bits << consumed) >> 1) >> (63 - width))) << 3));
    consumed += width;
    width = (matchEntry >> 40) & 255;
    matchEntry = load<u64>(matchTable + (<usize>((matchEntry >> 48) + (((bits << consumed) >> 1) >> (63 - width))) << 3));
    consumed += width;
    width = (offsetEntry >> 40) & 255;
    offsetEntry = load<u64>(offsetTable + (<usize>((offsetEntry >> 48) + (((bits << consumed) >> 1) >> (63 - width))) << 3));
    consumed += width;
  }
  // All bits must be used: as many are consumed as there are from the first byte to the end of the loaded word.
  if (consumed !== (<u64>(at - input) << 3) + 64) return Status.BAD_COMPRESSION;
  store<u32>(state + STATE_REPEATED, repeated1);
  store<u32>(state + STATE_REPEATED, repeated2, 4);
  store<u32>(state + STATE_REPEATED, repeated3, 8);
  const rest = <u32>(literalEnd - literals);
  if (rest > <u32>(limit - to)) return Status.WRONG_SIZE;
  memory.copy(to, literals, rest);
  to += rest;
  return to - output > MAX_BLOCK ? Status.BAD_COMPRESSION : <i32>(to - output);
}
