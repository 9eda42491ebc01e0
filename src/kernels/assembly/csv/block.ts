import { bits, equals, prefixParity } from './bits';
import {
  CR, LF, MODE_CLOSED, MODE_ESCAPED, MODE_PLAIN, MODE_QUOTED, MODE_START, STATE_AFTER_QUOTE, STATE_DELIMITER, STATE_ESCAPE, STATE_LEAST,
  STATE_MODE, STATE_QUOTE, STATE_STRUCTURAL,
} from './state';

// @ts-ignore: decorator
@inline
function ends(v: v128, delimiter: v128): v128 {
  return v128.or(i8x16.eq(v, delimiter), v128.or(i8x16.eq(v, i8x16.splat(<i8>LF)), i8x16.eq(v, i8x16.splat(<i8>CR))));
}

/**
 * The delimiters and line ends outside quotes among the 64 bytes at `at`, as a bit mask; only bits of `valid` (a low run) count. Moves the
 * state's mode to the end of the block, and leaves in STATE_AFTER_QUOTE the bytes that follow a closing quote but end no field.
 *
 * Quotes open only at the start of a field. While every quote in a block either opens there, closes before an end, or is doubled, the parity of
 * the quotes says what is inside them; the first block that breaks this is read byte by byte.
 */
// @ts-ignore: decorator
@inline
export function scanBlock(state: usize, at: usize, valid: u64): u64 {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  const least = i8x16.min_s(i8x16.min_s(a, b), i8x16.min_s(c, d));
  v128.store(state, i8x16.min_s(v128.load(state, STATE_LEAST), least), STATE_LEAST);

  const delimiter = v128.load_splat<u8>(state, STATE_DELIMITER);
  const all = bits(ends(a, delimiter), ends(b, delimiter), ends(c, delimiter), ends(d, delimiter)) & valid;
  const quote = load<u32>(state, STATE_QUOTE);
  const mode = load<u32>(state, STATE_MODE);
  store<u64>(state, 0, STATE_AFTER_QUOTE);
  if (quote === 0) return all;

  const quotes = equals(v128.load_splat<u8>(state, STATE_QUOTE), a, b, c, d) & valid;
  if (quotes === 0 && mode <= MODE_PLAIN) {
    store<u32>(state, all >> 63 ? MODE_START : MODE_PLAIN, STATE_MODE);
    return all;
  }
  return quotedBlock(state, at, valid, all, quotes, mode, a, b, c, d);
}

function quotedBlock(state: usize, at: usize, valid: u64, all: u64, quotes: u64, mode: u32, a: v128, b: v128, c: v128, d: v128): u64 {
  const escape = load<u32>(state, STATE_ESCAPE);
  const doubles = escape === load<u32>(state, STATE_QUOTE);
  const hasEscape = mode === MODE_ESCAPED || (!doubles && (equals(v128.load_splat<u8>(state, STATE_ESCAPE), a, b, c, d) & valid) !== 0);
  if (!hasEscape) {
    const inside = prefixParity(quotes) ^ (mode === MODE_QUOTED ? ~(<u64>0) : 0);
    const structural = all & ~inside;
    const closing = quotes & ~inside;
    const afterEnd = (structural << 1) | <u64>(mode === MODE_START);
    const afterClose = (closing << 1) | <u64>(mode === MODE_CLOSED);
    const badOpen = quotes & inside & ~(afterEnd | (doubles ? afterClose : 0));
    const badClose = afterClose & ~(structural | (doubles ? quotes : 0));
    if (((badOpen | badClose) & valid) === 0) {
      store<u32>(state, inside >> 63 ? MODE_QUOTED : closing >> 63 ? MODE_CLOSED : structural >> 63 ? MODE_START : MODE_PLAIN, STATE_MODE);
      return structural;
    }
  }
  scanBytes(state, at, at + <usize>popcnt(valid));
  return load<u64>(state, STATE_STRUCTURAL);
}

/** The same for at most 64 bytes, one by one, for what parity cannot tell. */
export function scanBytes(state: usize, start: usize, end: usize): void {
  const delimiter = load<u32>(state, STATE_DELIMITER);
  const quote = load<u32>(state, STATE_QUOTE);
  const escape = load<u32>(state, STATE_ESCAPE);
  let mode = load<u32>(state, STATE_MODE);
  let structural: u64 = 0;
  let afterQuote: u64 = 0;
  let bit: u64 = 1;
  for (let at = start; at < end; at++, bit <<= 1) {
    const byte = <u32>load<u8>(at);
    const isEnd = byte === delimiter || byte === LF || byte === CR;
    if (mode === MODE_QUOTED) {
      if (byte === quote) mode = MODE_CLOSED;
      else if (byte === escape) mode = MODE_ESCAPED;
    } else if (mode === MODE_ESCAPED) {
      mode = MODE_QUOTED;
    } else if (isEnd) {
      structural |= bit;
      mode = MODE_START;
    } else if (mode === MODE_START) {
      mode = byte === quote && quote !== 0 ? MODE_QUOTED : MODE_PLAIN;
    } else if (mode === MODE_CLOSED) {
      if (byte === quote && escape === quote) {
        mode = MODE_QUOTED;
      } else {
        afterQuote |= bit;
        mode = MODE_PLAIN;
      }
    }
  }
  store<u64>(state, structural, STATE_STRUCTURAL);
  store<u64>(state, afterQuote, STATE_AFTER_QUOTE);
  store<u32>(state, mode, STATE_MODE);
}
