import { equals, prefixParity } from './bits';
import {
  CR, FILLER, LF, MODE_START, STATE_DELIMITER, STATE_DOUBLED, STATE_ESCAPE, STATE_FIELDS, STATE_LEAST, STATE_MASKS,
  STATE_MODE, STATE_NEXT, STATE_QUOTE, STATE_RETURNS, STATE_STATUS,
} from './state';

const IRREGULAR: i32 = -1;
/** Without `returns`: there is a carriage return. */
const HAS_RETURNS: i32 = -2;

/** As many bytes as STATE_MASKS has bits. */
const CHUNK_BYTES: usize = 4096;

/** Whether a byte is among those from `start` up to `end`, after which 16 may be read. */
function holds(byte: v128, start: usize, end: usize): bool {
  let at = start;
  for (; at + 16 <= end; at += 16) if (v128.any_true(i8x16.eq(v128.load(at), byte))) return true;
  return ((<u32>1 << <u32>(end - at)) - 1 & <u32>i8x16.bitmask(i8x16.eq(v128.load(at), byte))) !== 0;
}

/**
 * csv_scan for bytes that need no closer look: every row has its fields, quotes only open or close fields or are doubled, and a carriage return
 * stands before a line feed. For others a number below 0, and nothing else has changed.
 *
 * Hardly a branch depends on a byte: 64 bytes become masks, masks become addresses, and what breaks the rules is only collected. In the end, the
 * k-th line end must be the one that ends field (k × fields). `quoted`: there is a quote.
 */
// @ts-ignore: decorator
@inline
function scanRows(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32, quoted: bool, returns: bool): i32 {
  const delimiter = v128.load_splat<u8>(state, STATE_DELIMITER);
  const quote = v128.load_splat<u8>(state, STATE_QUOTE);
  const masks = state + STATE_MASKS;
  const rowBytes: usize = <usize>load<u32>(state, STATE_FIELDS) << 2;
  const full = ends + <usize>maxRows * rowBytes;
  const linesFull = befores + (<usize>maxRows << 2);
  let least = v128.load(state, STATE_LEAST);
  let anyReturn = i64x2.splat(0);
  let out = ends;
  let line = befores;
  let wasInside: u64 = 0;
  let wasMark: u64 = 1;
  let wasClosing: u64 = 0;
  let wasReturn: u64 = 0;
  let wrong: u64 = 0;
  let doubled: u64 = 0;
  store<u32>(befores, <u32>start - 1);

  for (let chunk = start; chunk <= end && out < full && line < linesFull; chunk += CHUNK_BYTES) {
    const chunkEnd = min(chunk + CHUNK_BYTES, end + 1);
    let mask = masks;
    for (let at = chunk; at < chunkEnd; at += 64, mask += 8) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      least = i8x16.min_s(least, i8x16.min_s(i8x16.min_s(a, b), i8x16.min_s(c, d)));
      let feeds = equals(i8x16.splat(<i8>LF), a, b, c, d);
      let found = equals(delimiter, a, b, c, d) | feeds;
      let carriage: u64 = 0;
      const cr = i8x16.splat(<i8>CR);
      if (returns) carriage = equals(cr, a, b, c, d);
      else anyReturn = v128.or(anyReturn, v128.or(v128.or(i8x16.eq(a, cr), i8x16.eq(b, cr)), v128.or(i8x16.eq(c, cr), i8x16.eq(d, cr))));
      if (quoted) {
        const quotes = equals(quote, a, b, c, d);
        // From one quote up to the next; the general form where there are more.
        const second = quotes & (quotes - 1);
        let inside = second - (quotes & -quotes);
        if ((second & (second - 1)) !== 0) inside = prefixParity(quotes);
        inside ^= wasInside;
        feeds &= ~inside;
        found &= ~inside;
        if (returns) carriage &= ~inside;
        const marks = returns ? found | quotes | carriage : found | quotes;
        const opening = quotes & inside;
        const closing = quotes ^ opening;
        const afterClosing = (closing << 1) | wasClosing;
        wrong |= (opening & ~((marks << 1) | wasMark)) | (afterClosing & ~marks);
        doubled |= opening & afterClosing;
        wasInside = <u64>(<i64>inside >> 63);
        wasMark = marks >> 63;
        wasClosing = closing >> 63;
      }
      if (returns) {
        wrong |= ((carriage << 1) | wasReturn) & ~feeds;
        wasReturn = carriage >> 63;
      }
      store<u64>(mask, found);

      const lines = <usize>popcnt(feeds) << 2;
      store<u32>(line, <u32>at + <u32>ctz(feeds), 4);
      for (let k: usize = 4; k < lines; k += 4) {
        feeds &= feeds - 1;
        store<u32>(line + k, <u32>at + <u32>ctz(feeds), 4);
      }
      line += lines;
    }

    for (let at = chunk, mask = masks; at < chunkEnd; at += 64, mask += 8) {
      let found = load<u64>(mask);
      const count = <usize>popcnt(found) << 2;
      store<u32>(out, <u32>at + <u32>ctz(found));
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 4);
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 8);
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 12);
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 16);
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 20);
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 24);
      found &= found - 1;
      store<u32>(out, <u32>at + <u32>ctz(found), 28);
      if (count > 32) {
        found &= found - 1;
        store<u32>(out, <u32>at + <u32>ctz(found), 32);
        found &= found - 1;
        store<u32>(out, <u32>at + <u32>ctz(found), 36);
        found &= found - 1;
        store<u32>(out, <u32>at + <u32>ctz(found), 40);
        found &= found - 1;
        store<u32>(out, <u32>at + <u32>ctz(found), 44);
        for (let k: usize = 48; k < count; k += 4) {
          found &= found - 1;
          store<u32>(out + k, <u32>at + <u32>ctz(found));
        }
      }
      out += count;
    }
  }

  if (!returns && v128.any_true(anyReturn)) return HAS_RETURNS;
  // The line feed after the bytes ends no row when one ends there already.
  if (line > befores && load<u32>(line) === <u32>end && load<u32>(line - 4) === <u32>end - 1) {
    line -= 4;
    out -= 4;
  }
  const rows = min(<u32>((line - befores) >> 2), maxRows);
  const rowEnds = ends + <usize>rows * rowBytes;
  // What follows the rows, if they are fewer, is for the next call.
  if (rows === 0 || out < rowEnds) return IRREGULAR;
  let different: u32 = 0;
  let rowEnd = ends + rowBytes - 4;
  for (let before = befores; before < befores + (<usize>rows << 2); before += 4, rowEnd += rowBytes) {
    const lineEnd = load<u32>(before, 4);
    different |= load<u32>(rowEnd) ^ lineEnd;
    if (returns && lineEnd - 1 > load<u32>(before) && <u32>load<u8>(<usize>lineEnd - 1) === CR) store<u32>(rowEnd, lineEnd - 1);
  }
  if (different !== 0 || wrong !== 0) return IRREGULAR;
  const next = min(<usize>load<u32>(befores + (<usize>rows << 2)) + 1, end);
  if (quoted && load<u32>(state, STATE_ESCAPE) !== load<u32>(state, STATE_QUOTE)) {
    if (doubled !== 0 || holds(v128.load_splat<u8>(state, STATE_ESCAPE), start, next)) return IRREGULAR;
  }
  v128.store(state, least, STATE_LEAST);
  store<u32>(state, <u32>(doubled !== 0), STATE_DOUBLED);
  store<u32>(state, MODE_START, STATE_MODE);
  store<u32>(state, 0, STATE_STATUS);
  store<u32>(state, <u32>next, STATE_NEXT);
  return rows;
}

function scanQuotedFeeds(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): i32 {
  return scanRows(state, start, end, befores, ends, maxRows, true, false);
}

function scanQuotedReturns(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): i32 {
  return scanRows(state, start, end, befores, ends, maxRows, true, true);
}

function scanPlainFeeds(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): i32 {
  return scanRows(state, start, end, befores, ends, maxRows, false, false);
}

function scanPlainReturns(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): i32 {
  return scanRows(state, start, end, befores, ends, maxRows, false, true);
}

/** The rows as csv_scan finds them, or a number below 0 where that takes a closer look: then nothing but the lists has changed. */
export function scanRegular(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): i32 {
  if (start >= end || load<u32>(state, STATE_DELIMITER) === FILLER || load<u32>(state, STATE_QUOTE) === FILLER) return IRREGULAR;
  const quoted = load<u32>(state, STATE_QUOTE) !== 0;
  if (load<u32>(state, STATE_RETURNS) === 0) {
    const rows = quoted ? scanQuotedFeeds(state, start, end, befores, ends, maxRows) : scanPlainFeeds(state, start, end, befores, ends, maxRows);
    if (rows !== HAS_RETURNS) return rows;
    store<u32>(state, 1, STATE_RETURNS);
  }
  return quoted ? scanQuotedReturns(state, start, end, befores, ends, maxRows) : scanPlainReturns(state, start, end, befores, ends, maxRows);
}
