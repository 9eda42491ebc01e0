import type { OpenFile } from '../../backends/disk.js';
import type { ScanPredicate } from '../format.js';
import { chunkStart, type ParquetFile } from './footer.js';
import { readColumnIndex, readOffsetIndex, type ColumnChunk, type FileRange, type PageLocation } from './metadata.js';
import type { Corrupt } from './pages.js';
import { mayMatch } from './predicate.js';
import type { Leaf } from './schema.js';
import { bounds } from './statistics.js';
import { MalformedThrift, ThriftReader } from './thrift.js';
import type { SqlType } from '../../../data/types.js';

/** Rows [start, end) of a row group. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** A predicate on a column chunk, with what is needed to test its pages. */
export interface PagePredicate {
  readonly predicate: ScanPredicate;
  readonly leaf: Leaf;
  readonly type: SqlType;
  readonly chunk: ColumnChunk;
  readonly corrupt: Corrupt;
}

/** The rows that may satisfy all predicates by the page indexes, in order; all rows when there is no index. */
export function selectRows(predicates: readonly PagePredicate[], rowCount: number, file: ParquetFile, open: OpenFile): readonly RowRange[] {
  let selected: readonly RowRange[] = [{ start: 0, end: rowCount }];
  for (const predicate of predicates) {
    const matching = matchingRows(predicate, rowCount, file, open);
    if (matching !== undefined) selected = intersect(selected, matching);
  }
  return selected;
}

function matchingRows(
  { predicate, leaf, type, chunk, corrupt }: PagePredicate,
  rowCount: number,
  file: ParquetFile,
  open: OpenFile,
): readonly RowRange[] | undefined {
  if (chunk.columnIndex === undefined) return undefined;
  const locations = pageLocations(chunk, rowCount, file, open, corrupt);
  if (locations === undefined) return undefined;
  const index = readIndex(chunk.columnIndex, file, open, corrupt, readColumnIndex);
  const { nullPages, mins, maxes, nullCounts } = index;
  if (nullPages.length !== locations.length || mins.length !== locations.length || maxes.length !== locations.length)
    throw corrupt('the page index has another number of pages than the chunk');
  const ranges: RowRange[] = [];
  locations.forEach(({ firstRow }, page) => {
    const end = locations[page + 1]?.firstRow ?? rowCount;
    const rows = end - firstRow;
    const known = nullPages[page] ? { nullCount: rows } : { ...bounds(leaf, type, mins[page], maxes[page]), nullCount: nullCounts?.[page] };
    if (!mayMatch(known, rows, predicate)) return;
    const last = ranges[ranges.length - 1];
    if (last?.end === firstRow) ranges[ranges.length - 1] = { start: last.start, end };
    else ranges.push({ start: firstRow, end });
  });
  return ranges;
}

/** The pages of a chunk by its offset index, checked to lie in the chunk in order; undefined when there is none. */
export function pageLocations(
  chunk: ColumnChunk,
  rowCount: number,
  file: ParquetFile,
  open: OpenFile,
  corrupt: Corrupt,
): readonly PageLocation[] | undefined {
  if (chunk.offsetIndex === undefined) return undefined;
  const locations = readIndex(chunk.offsetIndex, file, open, corrupt, readOffsetIndex);
  let offset = chunkStart(chunk);
  const end = offset + chunk.compressedSize;
  let row = 0;
  locations.forEach((location, page) => {
    const fits = location.offset >= offset && location.compressedSize >= 0 && location.offset + location.compressedSize <= end;
    const ordered = page === 0 ? location.firstRow === 0 : location.firstRow >= row;
    if (!fits || !ordered || location.firstRow > rowCount) throw corrupt('the page index does not match the chunk');
    offset = location.offset + location.compressedSize;
    row = location.firstRow;
  });
  return locations.length === 0 ? undefined : locations;
}

function readIndex<T>(
  { offset, length }: FileRange,
  { pin }: ParquetFile,
  open: OpenFile,
  corrupt: Corrupt,
  read: (reader: ThriftReader) => T,
): T {
  if (offset < 0 || offset + length > pin.sizeBytes) throw corrupt('the page index lies outside the file');
  const bytes = new Uint8Array(length);
  open.readInto(bytes, offset);
  try {
    return read(new ThriftReader(bytes, 0, length));
  } catch (error) {
    if (error instanceof MalformedThrift) throw corrupt(`page index: ${error.message}`);
    throw error;
  }
}

function intersect(a: readonly RowRange[], b: readonly RowRange[]): readonly RowRange[] {
  const result: RowRange[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const start = Math.max(a[i].start, b[j].start);
    const end = Math.min(a[i].end, b[j].end);
    if (start < end) result.push({ start, end });
    if (a[i].end < b[j].end) i++;
    else j++;
  }
  return result;
}

/** Consecutive bytes of a chunk to read, and the rows of the data pages in them. */
export interface ChunkPart extends RowRange {
  readonly offset: number;
  readonly length: number;
}

/** The parts of a chunk with the pages that hold `rows`, its dictionary page first; the whole chunk when it has no offset index. */
export function chunkParts(
  chunk: ColumnChunk,
  locations: readonly PageLocation[] | undefined,
  rows: readonly RowRange[],
  rowCount: number,
): readonly ChunkPart[] {
  const offset = chunkStart(chunk);
  if (locations === undefined) return [{ offset, length: chunk.compressedSize, start: 0, end: rowCount }];
  const parts: ChunkPart[] = [];
  if (locations[0].offset > offset) parts.push({ offset, length: locations[0].offset - offset, start: 0, end: 0 });
  let range = 0;
  locations.forEach((location, page) => {
    const start = location.firstRow;
    const end = locations[page + 1]?.firstRow ?? rowCount;
    while (range < rows.length && rows[range].end <= start) range++;
    if (range === rows.length || rows[range].start >= end) return;
    const last = parts[parts.length - 1];
    if (last !== undefined && last.end === start && last.end > last.start && last.offset + last.length === location.offset) {
      parts[parts.length - 1] = { ...last, length: last.length + location.compressedSize, end };
    } else {
      parts.push({ offset: location.offset, length: location.compressedSize, start, end });
    }
  });
  return parts;
}
