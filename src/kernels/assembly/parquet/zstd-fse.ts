/*
 * Finite state entropy tables of Zstandard (RFC 8878, 4.1). A decoding table has 2^log entries of 8 bytes:
 *
 *   0 baseline of the symbol (u32) · 4 extra bits of the symbol (u8) · 5 bits to read for the next state (u8) · 6 next state's base (u16)
 *
 * For the table of Huffman weights the baseline is the weight itself.
 */
export const FSE_ENTRY: usize = 8;

/** Result of `readDistribution`, at `work`: 0 table log (u32) · 4 symbols (u32) · 8 bytes read (u32); the counts are i16s at `counts`. */
export function readDistribution(input: usize, end: usize, maxLog: u32, maxSymbols: u32, counts: usize, result: usize): bool {
  if (input >= end) return false;
  // A bit cursor over at most 64 symbols of at most 10 bits and their repeat flags; bytes past the end read as zero.
  let bit: u32 = 4;
  const bits = <u32>min<usize>(end - input, 1 << 20) << 3;
  const log = (<u32>load<u8>(input) & 15) + 5;
  if (log > maxLog) return false;
  let remaining: i32 = 1 << log;
  let symbol: u32 = 0;
  while (remaining > 0) {
    if (symbol >= maxSymbols || bit >= bits) return false;
    const width = 32 - clz<u32>(<u32>remaining + 1);
    let value = peek(input, end, bit, width);
    const low: u32 = (1 << (width - 1)) - 1;
    const threshold: u32 = (1 << width) - 1 - (<u32>remaining + 1);
    if ((value & low) < threshold) {
      value &= low;
      bit += width - 1;
    } else {
      if (value > low) value -= threshold;
      bit += width;
    }
    const count = <i32>value - 1;
    remaining -= count < 0 ? -count : count;
    store<i16>(counts + (<usize>symbol << 1), <i16>count);
    symbol++;
    if (count === 0) {
      let repeat: u32;
      do {
        if (bit >= bits) return false;
        repeat = peek(input, end, bit, 2);
        bit += 2;
        for (let i: u32 = 0; i < repeat; i++) {
          if (symbol >= maxSymbols) return false;
          store<i16>(counts + (<usize>symbol << 1), 0);
          symbol++;
        }
      } while (repeat === 3);
    }
  }
  const bytes = (bit + 7) >> 3;
  if (remaining !== 0 || bytes > <u32>(end - input)) return false;
  store<u32>(result, log);
  store<u32>(result, symbol, 4);
  store<u32>(result, bytes, 8);
  return true;
}

function peek(input: usize, end: usize, bit: u32, width: u32): u32 {
  let value: u32 = 0;
  let at = input + (bit >> 3);
  for (let i: u32 = 0; i < 4 && at < end; i++, at++) value |= <u32>load<u8>(at) << (i << 3);
  return (value >> (bit & 7)) & ((1 << width) - 1);
}

/**
 * Builds the table of 2^log entries from `counts`; baselines and extra bits come from the arrays (u32 and u8 by symbol), or, when
 * `baselines` is 0, the baseline is the symbol. `scratch` holds 512 u16 and 512 u8. False when the counts do not fill the table.
 */
export function buildTable(table: usize, log: u32, counts: usize, symbols: u32, baselines: usize, extraBits: usize, scratch: usize): bool {
  const size: u32 = 1 << log;
  const next = scratch;
  const spread = scratch + 1024;
  let high: i32 = size - 1;
  let total: u32 = 0;
  for (let s: u32 = 0; s < symbols; s++) {
    const count = <i32>load<i16>(counts + (<usize>s << 1));
    if (count === -1) {
      if (high < 0) return false;
      store<u8>(spread + high, <u8>s);
      high--;
      store<u16>(next + (<usize>s << 1), 1);
      total++;
    } else {
      store<u16>(next + (<usize>s << 1), <u16>count);
      total += count;
    }
  }
  if (total !== size) return false;
  const step = (size >> 1) + (size >> 3) + 3;
  const mask = size - 1;
  let position: u32 = 0;
  for (let s: u32 = 0; s < symbols; s++) {
    const count = <i32>load<i16>(counts + (<usize>s << 1));
    for (let i: i32 = 0; i < count; i++) {
      store<u8>(spread + position, <u8>s);
      do {
        position = (position + step) & mask;
      } while (<i32>position > high);
    }
  }
  if (position !== 0) return false;
  for (let i: u32 = 0; i < size; i++) {
    const symbol = <u32>load<u8>(spread + i);
    const state = <u32>load<u16>(next + (<usize>symbol << 1));
    store<u16>(next + (<usize>symbol << 1), <u16>(state + 1));
    const bits = log - (31 - clz<u32>(state));
    const entry = table + (<usize>i << 3);
    store<u32>(entry, baselines === 0 ? symbol : load<u32>(baselines + (<usize>symbol << 2)));
    store<u8>(entry, baselines === 0 ? 0 : load<u8>(extraBits + symbol), 4);
    store<u8>(entry, <u8>bits, 5);
    store<u16>(entry, <u16>((state << bits) - size), 6);
  }
  return true;
}
