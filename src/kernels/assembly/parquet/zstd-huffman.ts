import { buildTable, readDistribution } from './zstd-fse';
import { startBits } from './zstd-bits';

/*
 * Huffman-coded literals of Zstandard (RFC 8878, 4.2). The table has 2^log entries of two bytes: code length in bits, then the symbol.
 */
const MAX_LOG: u32 = 11;

/**
 * Reads a tree description and builds the table. Result at `result`: 0 table log · 4 bytes read. `scratch` is 4 KiB.
 */
export function readHuffmanTable(input: usize, end: usize, table: usize, scratch: usize, result: usize): bool {
  const weights = scratch;
  const ranks = scratch + 256;
  if (input >= end) return false;
  const header = <u32>load<u8>(input);
  let count: u32;
  let bytes: u32;
  if (header >= 128) {
    count = header - 127;
    bytes = 1 + ((count + 1) >> 1);
    if (bytes > <u32>(end - input)) return false;
    for (let i: u32 = 0; i < count; i++) {
      const pair = <u32>load<u8>(input + 1 + (i >> 1));
      store<u8>(weights + i, <u8>(i & 1 ? pair & 15 : pair >> 4));
    }
  } else {
    bytes = 1 + header;
    if (header === 0 || bytes > <u32>(end - input)) return false;
    count = readWeights(input + 1, input + bytes, weights, scratch + 512);
    if (count === 0) return false;
  }
  // The last weight is what completes the sum of 2^(weight-1) to a power of two.
  let sum: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const weight = <u32>load<u8>(weights + i);
    if (weight > MAX_LOG) return false;
    if (weight !== 0) sum += 1 << (weight - 1);
  }
  if (sum === 0) return false;
  const log: u32 = 32 - clz<u32>(sum);
  if (log > MAX_LOG) return false;
  const rest = (<u32>1 << log) - sum;
  if ((rest & (rest - 1)) !== 0) return false;
  store<u8>(weights + count, <u8>(32 - clz<u32>(rest)));
  count++;

  memory.fill(ranks, 0, 64);
  for (let i: u32 = 0; i < count; i++) {
    const weight = <usize>load<u8>(weights + i);
    store<u32>(ranks + (weight << 2), load<u32>(ranks + (weight << 2)) + 1);
  }
  let start: u32 = 0;
  for (let weight: u32 = 1; weight <= log; weight++) {
    const slot = ranks + (<usize>weight << 2);
    const symbols = load<u32>(slot);
    store<u32>(slot, start);
    start += symbols << (weight - 1);
  }
  if (start !== <u32>1 << log) return false;
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const weight = <u32>load<u8>(weights + symbol);
    if (weight === 0) continue;
    const slot = ranks + (<usize>weight << 2);
    const from = load<u32>(slot);
    const to = from + (1 << (weight - 1));
    store<u32>(slot, to);
    const entry = <u16>((log + 1 - weight) | (symbol << 8));
    for (let i = from; i < to; i++) store<u16>(table + (<usize>i << 1), entry);
  }
  store<u32>(result, log);
  store<u32>(result, bytes, 4);
  return true;
}

/** Weights coded with two interleaved FSE states; returns how many, 0 when malformed. */
function readWeights(input: usize, end: usize, weights: usize, scratch: usize): u32 {
  const table = scratch;
  const counts = scratch + 512;
  const result = scratch + 1024;
  if (!readDistribution(input, end, 6, 16, counts, result)) return 0;
  const log = load<u32>(result);
  if (!buildTable(table, log, counts, load<u32>(result, 4), 0, 0, scratch + 1280)) return 0;
  input += load<u32>(result, 8);
  const start = startBits(input, end);
  if (start < 0) return 0;
  // At most 127 bytes: a plain cursor of bits from the end suffices.
  let bit: i32 = <i32>(<u32>(end - input) << 3) - start;
  bit -= log;
  let first = readBack(input, bit, log);
  bit -= log;
  let second = readBack(input, bit, log);
  if (bit < 0) return 0;
  let count: u32 = 0;
  while (true) {
    if (count > 252) return 0;
    let entry = table + (<usize>first << 3);
    store<u8>(weights + count++, load<u8>(entry));
    let bits: i32 = load<u8>(entry, 5);
    bit -= bits;
    if (bit < 0) {
      store<u8>(weights + count++, load<u8>(table + (<usize>second << 3)));
      return count;
    }
    first = <u32>load<u16>(entry, 6) + readBack(input, bit, bits);
    entry = table + (<usize>second << 3);
    store<u8>(weights + count++, load<u8>(entry));
    bits = load<u8>(entry, 5);
    bit -= bits;
    if (bit < 0) {
      store<u8>(weights + count++, load<u8>(table + (<usize>first << 3)));
      return count;
    }
    second = <u32>load<u16>(entry, 6) + readBack(input, bit, bits);
  }
}

function readBack(input: usize, bit: i32, width: u32): u32 {
  if (bit < 0) return 0;
  return (load<u32>(input + (bit >> 3)) >> (bit & 7)) & ((1 << width) - 1);
}

/** Decodes one stream of exactly `count` symbols to `output`; false unless it consumes every bit. */
export function huffmanStream(input: usize, end: usize, table: usize, log: u32, output: usize, count: u32): bool {
  const skip = startBits(input, end);
  if (skip < 0) return false;
  const size = <u32>(end - input);
  const shift: u64 = 64 - log;
  let at: usize;
  let consumed: u64;
  if (size >= 8) {
    at = end - 8;
    consumed = skip;
  } else {
    at = input;
    consumed = skip + ((8 - size) << 3);
  }
  let bits = load<u64>(at);
  const stop = output + count;
  while (stop - output >= 5 && at - input >= 8) {
    let entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output, <u8>(entry >> 8));
    entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output, <u8>(entry >> 8), 1);
    entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output, <u8>(entry >> 8), 2);
    entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output, <u8>(entry >> 8), 3);
    entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output, <u8>(entry >> 8), 4);
    output += 5;
    at -= <usize>(consumed >> 3);
    consumed &= 7;
    bits = load<u64>(at);
  }
  while (output < stop) {
    if (consumed >= 64) return false;
    const entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output++, <u8>(entry >> 8));
    const step = min<u64>(consumed >> 3, <u64>(at - input));
    at -= <usize>step;
    consumed -= step << 3;
    bits = load<u64>(at);
  }
  return at === input && consumed === 64;
}

/** Decodes the four streams of a block together, so that their table lookups overlap. */
export function huffmanFourStreams(input: usize, end: usize, table: usize, log: u32, output: usize, count: u32): bool {
  if (end - input < 10) return false;
  const size1 = <u32>load<u16>(input);
  const size2 = <u32>load<u16>(input, 2);
  const size3 = <u32>load<u16>(input, 4);
  const start1 = input + 6;
  const start2 = start1 + size1;
  const start3 = start2 + size2;
  const start4 = start3 + size3;
  if (start4 >= end) return false;
  const quarter = (count + 3) >> 2;
  if (quarter * 3 > count) return false;
  const last = count - quarter * 3;
  let to1 = output;
  let to2 = output + quarter;
  let to3 = to2 + quarter;
  let to4 = to3 + quarter;

  if (size1 >= 8 && size2 >= 8 && size3 >= 8 && end - start4 >= 8) {
    const skip1 = startBits(start1, start2);
    const skip2 = startBits(start2, start3);
    const skip3 = startBits(start3, start4);
    const skip4 = startBits(start4, end);
    if ((skip1 | skip2 | skip3 | skip4) < 0) return false;
    const shift: u64 = 64 - log;
    let consumed1: u64 = skip1;
    let consumed2: u64 = skip2;
    let consumed3: u64 = skip3;
    let consumed4: u64 = skip4;
    let at1 = start2 - 8;
    let at2 = start3 - 8;
    let at3 = start4 - 8;
    let at4 = end - 8;
    let bits1 = load<u64>(at1);
    let bits2 = load<u64>(at2);
    let bits3 = load<u64>(at3);
    let bits4 = load<u64>(at4);
    let rounds = last / 5;
    while (rounds > 0 && at1 - start1 >= 8 && at2 - start2 >= 8 && at3 - start3 >= 8 && at4 - start4 >= 8) {
      rounds--;
      for (let i: usize = 0; i < 5; i++) {
        const entry1 = load<u16>(table + (<usize>((bits1 << consumed1) >> shift) << 1));
        const entry2 = load<u16>(table + (<usize>((bits2 << consumed2) >> shift) << 1));
        const entry3 = load<u16>(table + (<usize>((bits3 << consumed3) >> shift) << 1));
        const entry4 = load<u16>(table + (<usize>((bits4 << consumed4) >> shift) << 1));
        consumed1 += entry1 & 255;
        consumed2 += entry2 & 255;
        consumed3 += entry3 & 255;
        consumed4 += entry4 & 255;
        store<u8>(to1 + i, <u8>(entry1 >> 8));
        store<u8>(to2 + i, <u8>(entry2 >> 8));
        store<u8>(to3 + i, <u8>(entry3 >> 8));
        store<u8>(to4 + i, <u8>(entry4 >> 8));
      }
      to1 += 5;
      to2 += 5;
      to3 += 5;
      to4 += 5;
      at1 -= <usize>(consumed1 >> 3);
      at2 -= <usize>(consumed2 >> 3);
      at3 -= <usize>(consumed3 >> 3);
      at4 -= <usize>(consumed4 >> 3);
      consumed1 &= 7;
      consumed2 &= 7;
      consumed3 &= 7;
      consumed4 &= 7;
      bits1 = load<u64>(at1);
      bits2 = load<u64>(at2);
      bits3 = load<u64>(at3);
      bits4 = load<u64>(at4);
    }
    return huffmanRest(start1, at1, consumed1, table, log, to1, output + quarter)
      && huffmanRest(start2, at2, consumed2, table, log, to2, output + (quarter << 1))
      && huffmanRest(start3, at3, consumed3, table, log, to3, output + quarter * 3)
      && huffmanRest(start4, at4, consumed4, table, log, to4, output + count);
  }
  return huffmanStream(start1, start2, table, log, to1, quarter)
    && huffmanStream(start2, start3, table, log, to2, quarter)
    && huffmanStream(start3, start4, table, log, to3, quarter)
    && huffmanStream(start4, end, table, log, to4, last);
}

/** Goes on with a stream in the middle, to `stop`; false unless it then has consumed every bit. */
function huffmanRest(start: usize, at: usize, consumed: u64, table: usize, log: u32, output: usize, stop: usize): bool {
  const shift: u64 = 64 - log;
  let bits = load<u64>(at);
  while (output < stop) {
    if (consumed >= 64) return false;
    const entry = load<u16>(table + (<usize>((bits << consumed) >> shift) << 1));
    consumed += entry & 255;
    store<u8>(output++, <u8>(entry >> 8));
    const step = min<u64>(consumed >> 3, <u64>(at - start));
    at -= <usize>step;
    consumed -= step << 3;
    bits = load<u64>(at);
  }
  return at === start && consumed === 64;
}
