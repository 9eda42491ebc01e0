import { scanAny } from './scan-any';
import { scanRegular } from './scan-regular';
import { STATE_WAIT } from './state';

/** How many scans do not try what failed. */
const WAIT: u32 = 8;

/**
 * Finds the fields of up to `maxRows` rows (at least 1) in the bytes from `start`, a row's start, to `end`; returns the rows.
 *
 * There must be a line feed at `end` and 64 times FILLER after it. `ends` has room for the fields of `maxRows` rows, `befores` for maxRows + 1,
 * each a u32, and for 4,200 more. Field f of row r is the bytes after the address befores[r] or, for f > 0,
 * ends[r × fields + f − 1], up to ends[r × fields + f]. A field that padding adds begins after it ends. befores[rows] is the address before the next row.
 *
 * STATE_NEXT says where to go on. A bad row ends the scan with STATE_STATUS set, unless FLAG_IGNORE leaves it out. Empty lines are no rows.
 */
export function csv_scan(state: usize, start: usize, end: usize, befores: usize, ends: usize, maxRows: u32): u32 {
  const wait = load<u32>(state, STATE_WAIT);
  if (wait === 0) {
    const rows = scanRegular(state, start, end, befores, ends, maxRows);
    if (rows >= 0) return rows;
  }
  store<u32>(state, wait === 0 ? WAIT : wait - 1, STATE_WAIT);
  return scanAny(state, start, end, befores, ends, maxRows);
}
