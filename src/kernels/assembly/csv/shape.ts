import { LF, CR, STATE_DELIMITER, STATE_ESCAPE, STATE_QUOTE } from './state';

/*
 * What a sniffer wants to know of a dialect, written by csv_shape at `out`:
 *   0 rows · 4 quoted fields · 8 bytes after closing quotes · 12 1 when the bytes end within quotes · 16 address of the last row's start
 */

/**
 * Counts the fields of each row in the bytes from `start` to `end` into u32 `counts` (an empty line has 0), at most `maxRows`, under the
 * dialect of a scan state. The last row counts though no line end follows it.
 */
export function csv_shape(state: usize, start: usize, end: usize, counts: usize, maxRows: u32, out: usize): void {
  const delimiter = load<u32>(state, STATE_DELIMITER);
  const quote = load<u32>(state, STATE_QUOTE);
  const escape = load<u32>(state, STATE_ESCAPE);
  let rows: u32 = 0;
  let fields: u32 = 1;
  let quoted: u32 = 0;
  let bad: u32 = 0;
  let open: u32 = 0;
  let rowStart = start;
  let fieldStart = start;
  let at = start;
  while (at < end && rows < maxRows) {
    const byte = <u32>load<u8>(at);
    if (at === fieldStart && quote !== 0 && byte === quote) {
      quoted++;
      at++;
      open = 1;
      while (at < end) {
        const inner = <u32>load<u8>(at++);
        if (inner === quote) {
          if (escape === quote && at < end && <u32>load<u8>(at) === quote) { at++; continue; }
          open = 0;
          break;
        }
        if (inner === escape && at < end) at++;
      }
      if (at < end) {
        const after = <u32>load<u8>(at);
        if (after !== delimiter && after !== LF && after !== CR) bad++;
      }
      continue;
    }
    at++;
    if (byte === delimiter) {
      fields++;
      fieldStart = at;
    } else if (byte === LF || byte === CR) {
      const empty = at - 1 === rowStart;
      if (byte === CR && at < end && <u32>load<u8>(at) === LF) at++;
      store<u32>(counts + (<usize>rows << 2), empty ? 0 : fields);
      rows++;
      fields = 1;
      rowStart = at;
      fieldStart = at;
    }
  }
  if (rowStart < end && rows < maxRows) {
    store<u32>(counts + (<usize>rows << 2), fields);
    rows++;
  }
  store<u32>(out, rows);
  store<u32>(out, quoted, 4);
  store<u32>(out, bad, 8);
  store<u32>(out, open, 12);
  store<u32>(out, <u32>rowStart, 16);
}
