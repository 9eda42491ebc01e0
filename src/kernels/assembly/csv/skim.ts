import { scanBlock, scanBytes } from './block';
import { MODE_START, STATE_DELIMITER, STATE_MODE, STATE_STRUCTURAL, CR, LF } from './state';

/** Moves STATE_MODE over the bytes from `start` to `end`. */
export function csv_skim(state: usize, start: usize, end: usize): void {
  let at = start;
  for (; at + 64 <= end; at += 64) scanBlock(state, at, ~(<u64>0));
  if (at < end) scanBytes(state, at, end);
}

/** The first byte of the first line end outside quotes, with STATE_MODE after it; 0 when there is none, with STATE_MODE at `end`. */
export function csv_find_line_end(state: usize, start: usize, end: usize): usize {
  const delimiter = load<u32>(state, STATE_DELIMITER);
  for (let at = start; at < end; at += 64) {
    let structural: u64 = 0;
    if (at + 64 <= end) {
      structural = scanBlock(state, at, ~(<u64>0));
    } else {
      scanBytes(state, at, end);
      structural = load<u64>(state, STATE_STRUCTURAL);
    }
    for (; structural !== 0; structural &= structural - 1) {
      const position = at + <usize>ctz(structural);
      if (<u32>load<u8>(position) === delimiter) continue;
      store<u32>(state, MODE_START, STATE_MODE);
      return position;
    }
  }
  return 0;
}

/** Line ends (\n, \r\n, \r) that begin from `start` up to `end`, quoted or not; a \n at `start` counts unless `afterCr`. */
export function csv_count_lines(start: usize, end: usize, afterCr: bool): u32 {
  let count: u32 = 0;
  let wasCr = afterCr;
  for (let at = start; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte === CR || (byte === LF && !wasCr)) count++;
    wasCr = byte === CR;
  }
  return count;
}
