import { scanBlock } from './block';
import {
  CR, FLAG_BLANK, FLAG_IGNORE, FLAG_PAD, LF, MODE_ESCAPED, MODE_QUOTED, MODE_START, STATE_AFTER_QUOTE, STATE_DELIMITER, STATE_ERROR_AT,
  STATE_ERROR_FIELDS, STATE_ERROR_ROW, STATE_FIELDS, STATE_FLAGS, STATE_LEFT_OUT, STATE_MODE, STATE_NEXT, STATE_STATUS, STATUS_AFTER_QUOTE,
  STATUS_TOO_FEW, STATUS_TOO_MANY, STATUS_UNTERMINATED,
} from './state';

/** The bits below and at bit i. */
// @ts-ignore: decorator
@inline
function upTo(i: u64): u64 {
  return ~(<u64>0) >> (63 - i);
}

/**
 * Finds the fields of up to `maxRows` rows (at least 1) in the bytes from `start`, a row's start, to `end`; returns the rows.
 *
 * There must be a line feed at `end` and 64 more readable bytes after it. `slots` has room for (maxRows + 1) records of one u32 more than a row
 * has fields, and 64 u32 more. A record holds the address before the row, then the address where each field ends, so that field j is the bytes
 * from record[j] + 1 up to record[j + 1]. A field that padding adds begins after it ends.
 *
 * STATE_NEXT says where to go on. A bad row ends the scan with STATE_STATUS set, unless FLAG_IGNORE leaves it out. Empty lines are no rows.
 */
export function csv_scan(state: usize, start: usize, end: usize, slots: usize, maxRows: u32): u32 {
  const delimiter = load<u32>(state, STATE_DELIMITER);
  const fields = load<u32>(state, STATE_FIELDS);
  const flags = load<u32>(state, STATE_FLAGS);
  const stride: usize = (<usize>fields + 1) << 2;
  let row = slots;
  let slot = slots + 4;
  let rows: u32 = 0;
  let extra: u32 = 0;
  /** The first byte after a closing quote in this row, if any. */
  let badAt: usize = 0;
  let skip: u64 = 0;
  store<u32>(row, <u32>start - 1);
  store<u32>(state, MODE_START, STATE_MODE);
  store<u32>(state, 0, STATE_STATUS);

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
        const found = (<u32>(slot - row) >> 2) - 1 + extra;
        const rowStart: usize = load<u32>(row) + 1;
        let status: u32 = badAt !== 0 ? STATUS_AFTER_QUOTE : found < fields ? STATUS_TOO_FEW : found > fields ? STATUS_TOO_MANY : 0;
        if (found === 1 && position === rowStart && (position === end || (flags & FLAG_BLANK) === 0)) {
          slot = row + 4;
          store<u32>(row, <u32>lineEnd);
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
          slot = row + 4;
          store<u32>(row, <u32>lineEnd);
          extra = 0;
          badAt = 0;
          continue;
        }
      } else if (fields === 1 && position === end && <usize>load<u32>(row) + 1 === end) {
        continue; // the line feed after the last line is no empty line
      }
      rows++;
      row += stride;
      slot = row + 4;
      extra = 0;
      store<u32>(row, <u32>lineEnd);
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
      store<u32>(state, load<u32>(slot - 4) + 1, STATE_ERROR_AT);
      store<u32>(state, (<u32>(slot - row) >> 2) + extra, STATE_ERROR_FIELDS);
      store<u32>(state, load<u32>(row) + 1, STATE_ERROR_ROW);
      store<u32>(state, load<u32>(row) + 1, STATE_NEXT);
      return rows;
    }
  }
  store<u32>(state, <u32>end, STATE_NEXT);
  return rows;
}
