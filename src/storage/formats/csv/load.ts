import type { Arena } from '../../../data/arena.js';
import { outOfMemory } from '../../../errors.js';
import type { OpenFile } from '../../backends/disk.js';

/** What the kernels may read past the last byte. */
const SLACK_BYTES = 128;
const READ_BYTES = 1 << 20;
const LINE_FEED = 10;
/** FILLER of kernels/assembly/csv/state.ts. */
const FILLER = 127;

/** Bytes of a file in the arena: `start` up to `end`, then a line feed and slack. */
export interface LoadedBytes {
  readonly start: number;
  readonly end: number;
}

/** Reads a range of a file into a region. */
export function loadRange(arena: Arena, region: number, file: OpenFile, from: number, to: number, checkCancelled: () => void): LoadedBytes {
  const length = to - from;
  if (length + SLACK_BYTES > 0xfff00000) throw outOfMemory(`the scan of "${file.pin.path}"`);
  const start = arena.kernels.region_alloc(region, length + SLACK_BYTES) >>> 0;
  readRange(arena, file, from, length, start, checkCancelled);
  return { start, end: start + length };
}

/** Reads into memory that has room for `length` bytes and SLACK_BYTES. */
export function readRange(arena: Arena, file: OpenFile, from: number, length: number, start: number, checkCancelled: () => void): void {
  for (let done = 0; done < length; done += READ_BYTES) {
    checkCancelled();
    const count = Math.min(READ_BYTES, length - done);
    file.readInto(arena.u8.subarray(start + done, start + done + count), from + done);
  }
  arena.u8.fill(FILLER, start + length, start + length + SLACK_BYTES);
  arena.u8[start + length] = LINE_FEED;
}

export const loadBytes = (length: number): number => length + SLACK_BYTES;
