import { corruptFile, unsupported } from '../../../errors.js';
import { withPinned } from '../../backends/disk.js';
import type { FilePin } from '../format.js';
import { readFileMetadata, type FileMetadata, type RowGroup } from './metadata.js';
import { buildSchema, MalformedSchema, type Field, type Leaf } from './schema.js';
import { MalformedThrift, ThriftReader } from './thrift.js';

/** A Parquet file's checked footer. */
export interface ParquetFile {
  readonly pin: FilePin;
  readonly rowCount: number;
  readonly fields: readonly Field[];
  readonly leaves: readonly Leaf[];
  readonly rowGroups: readonly RowGroup[];
  readonly keyValues: ReadonlyMap<string, string>;
  readonly createdBy?: string;
}

const TAIL_BYTES = 65536;
/** `PAR1`, and `PARE` of a file whose footer is encrypted, little-endian. */
const MAGIC = 0x31524150;
const ENCRYPTED_MAGIC = 0x45524150;

const CACHE_FILES = 256;
const cache = new Map<string, ParquetFile>();

/** The footer of a file that still is as it was pinned (otherwise 55000); kept for this thread's later calls. */
export function readFooter(pin: FilePin): ParquetFile {
  const cached = cache.get(pin.path);
  if (cached !== undefined && cached.pin.sizeBytes === pin.sizeBytes && cached.pin.mtimeMs === pin.mtimeMs) return cached;
  const file = withPinned(pin, (open) => parseFooter(pin, (buffer, position) => open.readInto(buffer, position)));
  cache.delete(pin.path);
  cache.set(pin.path, file);
  if (cache.size > CACHE_FILES) cache.delete(cache.keys().next().value!);
  return file;
}

/** Reads and checks a footer through `read`, which fills a buffer from a position. */
export function parseFooter(pin: FilePin, read: (buffer: Uint8Array, position: number) => void): ParquetFile {
  const { path, sizeBytes } = pin;
  if (sizeBytes < 12) throw corruptFile(path, 'it is too short to be a Parquet file');
  let tail = new Uint8Array(Math.min(sizeBytes, TAIL_BYTES));
  read(tail, sizeBytes - tail.length);
  const end = new DataView(tail.buffer, tail.length - 8);
  const magic = end.getUint32(4, true);
  if (magic === ENCRYPTED_MAGIC) throw unsupported('reading encrypted Parquet files');
  if (magic !== MAGIC) throw corruptFile(path, 'it does not end as a Parquet file does');
  const footerBytes = end.getUint32(0, true);
  if (footerBytes > sizeBytes - 12) throw corruptFile(path, 'its footer is longer than the file');
  if (footerBytes + 8 > tail.length) {
    tail = new Uint8Array(footerBytes + 8);
    read(tail, sizeBytes - tail.length);
  }
  try {
    const footer = readFileMetadata(new ThriftReader(tail, tail.length - 8 - footerBytes, tail.length - 8));
    if (footer.encrypted) throw unsupported('reading encrypted Parquet files');
    const { fields, leaves } = buildSchema(footer.schema);
    const { rowCount, rowGroups, keyValues, createdBy } = footer;
    checkRowGroups(footer, leaves, sizeBytes - 8 - footerBytes, path);
    return { pin, rowCount, fields, leaves, rowGroups, keyValues, createdBy };
  } catch (error) {
    if (error instanceof MalformedThrift || error instanceof MalformedSchema) throw corruptFile(path, `footer: ${error.message}`, error);
    throw error;
  }
}

/** Makes sure that every size and offset of the footer is possible, so that nobody needs to ask later. */
function checkRowGroups({ rowGroups, rowCount }: FileMetadata, leaves: readonly Leaf[], dataEnd: number, path: string): void {
  let rows = 0;
  rowGroups.forEach((group, index) => {
    const bad = (what: string) => corruptFile(path, `row group ${index}: ${what}`);
    if (group.rowCount < 0 || group.rowCount > 0x7fffffff) throw bad(`${group.rowCount} rows`);
    rows += group.rowCount;
    if (group.chunks.length !== leaves.length) throw bad(`${group.chunks.length} column chunks for ${leaves.length} columns`);
    group.chunks.forEach((chunk, column) => {
      const { path: name, physical } = leaves[column];
      const badChunk = (what: string) => bad(`column "${name}": ${what}`);
      if (chunk.filePath !== undefined && chunk.filePath !== '')
        throw unsupported(`a column in another file (column "${name}" of "${path}")`);
      if (chunk.encrypted) throw unsupported('reading encrypted Parquet files');
      if (chunk.physical !== physical) throw badChunk(`its chunk has type ${chunk.physical}, the schema ${physical}`);
      const start = chunkStart(chunk);
      if (start < 0 || chunk.compressedSize < 0 || start + chunk.compressedSize > dataEnd) throw badChunk('its pages lie outside the file');
      if (chunk.valueCount < 0 || chunk.uncompressedSize < 0) throw badChunk('it has a negative size');
    });
  });
  if (rows !== rowCount) throw corruptFile(path, `its row groups have ${rows} rows, its footer says ${rowCount}`);
}

/** Where a chunk's first page is. */
export function chunkStart({
  dictionaryPageOffset,
  dataPageOffset,
}: {
  readonly dictionaryPageOffset?: number;
  readonly dataPageOffset: number;
}): number {
  return dictionaryPageOffset !== undefined && dictionaryPageOffset > 0 && dictionaryPageOffset < dataPageOffset
    ? dictionaryPageOffset
    : dataPageOffset;
}
