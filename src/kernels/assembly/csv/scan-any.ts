import { scanBlock } from './block';
import {
  CR, FLAG_BLANK, FLAG_IGNORE, FLAG_PAD, LF, MODE_ESCAPED, MODE_QUOTED, MODE_START, STATE_AFTER_QUOTE, STATE_DELIMITER, STATE_DOUBLED,
  STATE_ERROR_AT, STATE_ERROR_FIELDS, STATE_ERROR_ROW, STATE_FIELDS, STATE_FLAGS, STATE_LEFT_OUT, STATE_MODE, STATE_NEXT, STATE_STATUS,
  STATUS_AFTER_QUOTE, STATUS_TOO_FEW, STATUS_TOO_MANY, STATUS_UNTERMINATED,
} from './state';

/** The bits below and at bit i. */
// @ts-ignore: decorator
@inline
function upTo(i: u64): u64 {
  return ~(<u64>0) >> (63 - i);
}

/** csv_scan for any bytes, row by row. */
export function scanAny(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): u32 {
  const delimiter = load<u32>(state, STATE_DELIMITER);
  const fields = load<u32>(state, STATE_FIELDS);
  const flags = load<u32>(state, STATE_FLAGS);
  const stride: usize = <usize>fields << 2;
  let before = befores;
  let row = ends;
  let slot = ends;
  let rows: u32 = 0;
  let extra: u32 = 0;
  /** The first byte after a closing quote in this row, if any. */
  let badAt: usize = 0;
  let skip: u64 = 0;
  store<u32>(before, <u32>start - 1);
  store<u32>(state, MODE_START, STATE_MODE);
  store<u32>(state, 0, STATE_STATUS);
  store<u32>(state, 1, STATE_DOUBLED);

  for (let at = start; at <= end; at += 64) {
    const left: u64 = end - at;
    let structural = scanBlock(state, at, left >= 63 ? ~(<u64>0) : upTo(left)) & ~skip;
    let afterQuote = load<u64>(state, STATE_AFTER_QUOTE);
    skip = 0;
    while (structural !== 0) {
      const i = ctz(structural);
      structural &= structural - 1;
      const position = at + <usize>i;
      store<u32>(slot, <u32>position);
      slot += 4;
      const byte = <u32>load<u8>(position);
      if (byte === delimiter) continue;

      let lineEnd = position;
      if (byte === CR && position < end && <u32>load<u8>(position, 1) === LF) {
        lineEnd++;
        if (i === 63) skip = 1;
        else structural &= structural - 1;
      }
      if (slot - row !== stride || badAt !== 0 || afterQuote !== 0) {
        if (badAt === 0 && (afterQuote & upTo(i)) !== 0) badAt = at + <usize>ctz(afterQuote);
        afterQuote &= ~upTo(i);
        const found = (<u32>(slot - row) >> 2) + extra;
        const rowStart: usize = load<u32>(before) + 1;
        let status: u32 = badAt !== 0 ? STATUS_AFTER_QUOTE : found < fields ? STATUS_TOO_FEW : found > fields ? STATUS_TOO_MANY : 0;
        if (found === 1 && position === rowStart && (position === end || (flags & FLAG_BLANK) === 0)) {
          slot = row;
          store<u32>(before, <u32>lineEnd);
          continue;
        }
        if (status === STATUS_TOO_FEW && (flags & FLAG_PAD) !== 0) {
          while (slot < row + stride) {
            store<u32>(slot, <u32>position);
            slot += 4;
          }
          status = 0;
        }
        if (status !== 0) {
          if ((flags & FLAG_IGNORE) === 0) {
            store<u32>(state, status, STATE_STATUS);
            store<u32>(state, <u32>(badAt !== 0 ? badAt : position), STATE_ERROR_AT);
            store<u32>(state, found, STATE_ERROR_FIELDS);
            store<u32>(state, <u32>rowStart, STATE_ERROR_ROW);
            store<u32>(state, <u32>rowStart, STATE_NEXT);
            return rows;
          }
          store<u32>(state, load<u32>(state, STATE_LEFT_OUT) + 1, STATE_LEFT_OUT);
          slot = row;
          store<u32>(before, <u32>lineEnd);
          extra = 0;
          badAt = 0;
          continue;
        }
      } else if (fields === 1 && position === end && <usize>load<u32>(before) + 1 === end) {
        slot = row;
        continue; // the line feed after the last line is no empty line
      }
      rows++;
      row += stride;
      slot = row;
      extra = 0;
      before += 4;
      store<u32>(before, <u32>lineEnd);
      if (rows === maxRows) {
        store<u32>(state, <u32>min(lineEnd + 1, end), STATE_NEXT);
        return rows;
      }
    }
    if (badAt === 0 && afterQuote !== 0) badAt = at + <usize>ctz(afterQuote);
    if (slot > row + stride) {
      extra += <u32>((slot - row - stride) >> 2);
      store<u32>(row + stride - 4, load<u32>(slot - 4));
      slot = row + stride;
    }
  }

  const mode = load<u32>(state, STATE_MODE);
  if (mode === MODE_QUOTED || mode === MODE_ESCAPED) {
    if (flags & FLAG_IGNORE) {
      store<u32>(state, load<u32>(state, STATE_LEFT_OUT) + 1, STATE_LEFT_OUT);
    } else {
      store<u32>(state, STATUS_UNTERMINATED, STATE_STATUS);
      store<u32>(state, load<u32>(slot === row ? before : slot - 4) + 1, STATE_ERROR_AT);
      store<u32>(state, (<u32>(slot - row) >> 2) + 1 + extra, STATE_ERROR_FIELDS);
      store<u32>(state, load<u32>(before) + 1, STATE_ERROR_ROW);
      store<u32>(state, load<u32>(before) + 1, STATE_NEXT);
      return rows;
    }
  }
  store<u32>(state, <u32>end, STATE_NEXT);
  return rows;
}
