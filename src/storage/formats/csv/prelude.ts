import type { Arena } from '../../../data/arena.js';
import { SqlError } from '../../../errors.js';
import { STATE } from './scan-state.js';
import type { LoadedBytes } from './load.js';

const LF = 10;
const CR = 13;

/**
 * The address of the first byte after the byte order mark, `skipLines` lines and, with `header`, empty lines and the header row. The end when there
 * is nothing more; a header that does not end within the bytes is at the end too.
 */
export function afterPrelude(arena: Arena, state: number, { start, end }: LoadedBytes, skipLines: number, header: boolean): number {
  let at = afterSkipped(arena.u8, start, end, skipLines);
  if (!header) return at;
  at = afterEmptyLines(arena.u8, at, end);
  arena.u32[(state + STATE.mode) >>> 2] = 0;
  at = arena.kernels.csv_find_line_end(state, at, end) >>> 0;
  return at === 0 ? end : lineAfter(arena.u8, at, end);
}

/** The address after the byte order mark and `skipLines` lines. */
export function afterSkipped(u8: Uint8Array, start: number, end: number, skipLines: number): number {
  let at = start;
  if (end - at >= 3 && u8[at] === 0xef && u8[at + 1] === 0xbb && u8[at + 2] === 0xbf) at += 3;
  for (let line = 0; line < skipLines && at < end; line++) {
    while (at < end && u8[at] !== LF && u8[at] !== CR) at++;
    at = lineAfter(u8, at, end);
  }
  return at;
}

/** The address of the first line that is not empty. */
export function afterEmptyLines(u8: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (u8[at] === LF || u8[at] === CR)) at++;
  return at;
}

/** The start of the line after the line end at `at`. */
export function lineAfter(u8: Uint8Array, at: number, end: number): number {
  if (at >= end) return end;
  return u8[at] === CR && at + 1 < end && u8[at + 1] === LF ? at + 2 : at + 1;
}

/** 22021 for a byte order mark, or a pattern of zeros, that says UTF-16 or UTF-32. */
export function refuseUtf16(u8: Uint8Array, { start, end }: LoadedBytes, path: string): void {
  const mark = end - start >= 2 ? (u8[start] << 8) | u8[start + 1] : 0;
  const alternating =
    end - start >= 4 &&
    (u8[start] === 0) !== (u8[start + 1] === 0) &&
    (u8[start] === 0) === (u8[start + 2] === 0) &&
    (u8[start + 1] === 0) === (u8[start + 3] === 0);
  if (mark !== 0xfeff && mark !== 0xfffe && !alternating) return;
  throw new SqlError('22021', `file "${path}" is encoded in UTF-16`, {
    hint: 'convert it to UTF-8 first, as with iconv -f UTF-16 -t UTF-8',
  });
}
