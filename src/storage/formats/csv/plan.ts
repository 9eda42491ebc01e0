import { createArena, type Arena } from '../../../data/arena.js';
import type { SqlType } from '../../../data/types.js';
import { openPinned, type OpenFile } from '../../backends/disk.js';
import { fileConstants, isRuledOut } from '../../files/constants.js';
import type { CsvOptions, FilePin, ScanPartition, ScanPredicate, ScanSource } from '../format.js';
import { loadBytes, loadRange, readRange } from './load.js';
import { afterPrelude, lineAfter } from './prelude.js';
import { createState, STATE } from './scan-state.js';

/** What a CSV partition is: bytes of whole rows, after the prelude (mark, skipped lines, header) unless `prelude` says it is there still. */
export interface CsvDetail {
  readonly fileIndex: number;
  readonly start: number;
  readonly end: number;
  readonly prelude: boolean;
}

const LEAST_PARTITION_BYTES = 1 << 20;
const GREATEST_PARTITION_BYTES = 4 << 20;
const WANTED_PARTITIONS = 32;
const CHUNK_BYTES = 1 << 20;
const YIELD_BYTES = 16 << 20;
const CACHED_FILES = 64;
const DEFAULT_ROW_BYTES = 100;

type CsvSource = ScanSource & { readonly kind: 'csv' };

/** Cuts files into partitions of whole rows; the same for every thread count. See TableFormat.plan. */
export async function planCsv(
  { files, options }: CsvSource,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  predicates: readonly ScanPredicate[],
): Promise<readonly ScanPartition[]> {
  const partitions: ScanPartition[] = [];
  for (const [fileIndex, file] of files.entries()) {
    const constants = fileConstants(file.path, options, columns);
    if (file.sizeBytes === 0 || isRuledOut(constants, predicates)) continue;
    for (const range of await rangesOf(file, options)) {
      const rowEstimate = Math.max(1, Math.round((range.end - range.start) / (options.rowBytes ?? DEFAULT_ROW_BYTES)));
      partitions.push({ file, detail: { fileIndex, ...range } satisfies CsvDetail, rowEstimate, constants });
    }
  }
  return partitions;
}

type Range = Omit<CsvDetail, 'fileIndex'>;

async function rangesOf(file: FilePin, options: CsvOptions): Promise<readonly Range[]> {
  const bytes = Math.min(GREATEST_PARTITION_BYTES, Math.max(LEAST_PARTITION_BYTES, Math.ceil(file.sizeBytes / WANTED_PARTITIONS)));
  if (file.sizeBytes <= bytes * 2) return [{ start: 0, end: file.sizeBytes, prelude: true }];
  const cuts = Array.from({ length: Math.ceil(file.sizeBytes / bytes) - 1 }, (_, k) => (k + 1) * bytes);
  return cutFile(file, options, cuts);
}

let cache = new Map<string, readonly Range[]>();

/**
 * The ranges between the first row starts at or after each cut (ascending byte offsets). Exact: every byte before a cut decides whether the cut
 * is within quotes, so all are looked at, by a kernel that only counts quotes; without a quote character only the lines at the cuts are read.
 */
export async function cutFile(pin: FilePin, options: CsvOptions, cuts: readonly number[]): Promise<readonly Range[]> {
  const key = JSON.stringify([pin, options.delimiter, options.quote, options.escape, options.skipLines, options.header, cuts]);
  let ranges = cache.get(key);
  if (ranges === undefined) {
    ranges = await findRanges(pin, options, cuts);
    if (cache.size >= CACHED_FILES) cache = new Map([...cache].slice(CACHED_FILES / 2));
    cache.set(key, ranges);
  }
  return ranges;
}

async function findRanges(pin: FilePin, options: CsvOptions, cuts: readonly number[]): Promise<readonly Range[]> {
  const arena = planningArena();
  const region = arena.kernels.region_new(1) >>> 0;
  const file = openPinned(pin);
  try {
    const state = createState(arena, region, options, 1, { ignoreErrors: false, nullPadding: false });
    const starts = [dataStart(arena, region, state, file, options)];
    const walk = createWalk(arena, region, state, file, options.quote !== '');
    walk.jump(starts[0]);
    let sinceYield = 0;
    for (const cut of cuts) {
      const last = starts[starts.length - 1];
      if (cut <= last) continue;
      if (cut >= pin.sizeBytes) break;
      sinceYield += walk.to(cut - 1);
      const start = walk.rowStart();
      if (start >= pin.sizeBytes) break;
      starts.push(start);
      if (sinceYield >= YIELD_BYTES) {
        sinceYield = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    file.verify();
    return starts.map((start, k) => ({ start, end: starts[k + 1] ?? pin.sizeBytes, prelude: false }));
  } finally {
    file.close();
    arena.kernels.region_free(region);
  }
}

let planning: Arena | undefined;

/** A memory of the planning thread's own, for what happens before a scan: its pages are only committed when touched. */
export const planningArena = (): Arena => (planning ??= createArena(1 << 30));

/** The offset of the first row after the prelude. */
function dataStart(arena: Arena, region: number, state: number, file: OpenFile, options: CsvOptions): number {
  const { sizeBytes } = file.pin;
  for (let length = 1 << 16; ; length *= 8) {
    const loaded = loadRange(arena, region, file, 0, Math.min(length, sizeBytes), () => {});
    const at = afterPrelude(arena, state, loaded, options.skipLines, options.header);
    // A line end that is the last byte loaded may be half of one.
    if (at < loaded.end - 1 || length >= sizeBytes) return at - loaded.start;
  }
}

/** A cursor over the file that knows whether it is within quotes. */
interface Walk {
  /** Sets the cursor to a row's start. */
  jump(offset: number): void;
  /** Moves forward; the bytes that were read. */
  to(offset: number): number;
  /** Moves to the first row start after the cursor's byte; the file's size when there is none. */
  rowStart(): number;
}

function createWalk(arena: Arena, region: number, state: number, file: OpenFile, quotes: boolean): Walk {
  const buffer = arena.kernels.region_alloc(region, loadBytes(CHUNK_BYTES)) >>> 0;
  const { sizeBytes } = file.pin;
  let at = 0;
  const load = (length: number): void => readRange(arena, file, at, length, buffer, () => {});
  const walk: Walk = {
    jump(offset) {
      at = offset;
      arena.u32[(state + STATE.mode) >>> 2] = 0;
    },
    to(offset) {
      const from = at;
      if (!quotes) at = Math.max(at, offset);
      while (at < offset) {
        const count = Math.min(CHUNK_BYTES, offset - at);
        load(count);
        arena.kernels.csv_skim(state, buffer, buffer + count);
        at += count;
      }
      return at - from;
    },
    rowStart() {
      for (let count = 4096; at < sizeBytes; count = CHUNK_BYTES) {
        const length = Math.min(count, sizeBytes - at);
        load(length);
        const found = arena.kernels.csv_find_line_end(state, buffer, buffer + length) >>> 0;
        if (found === 0) {
          at += length;
          continue;
        }
        // The byte after a carriage return at the chunk's end is not loaded yet.
        if (found === buffer + length - 1 && arena.u8[found] === 13 && at + length < sizeBytes) {
          at += length;
          load(1);
          walk.jump(arena.u8[buffer] === 10 ? at + 1 : at);
        } else {
          walk.jump(at + lineAfter(arena.u8, found, buffer + length) - buffer);
        }
        return at;
      }
      return sizeBytes;
    },
  };
  return walk;
}
