import { InternalError, type SqlError } from '../../../errors.js';
import { decompress, UNCOMPRESSED } from './decompress.js';
import { readPageHeader, type ColumnChunk, type PageHeader } from './metadata.js';
import { statusText } from './status.js';
import { MalformedThrift, ThriftReader } from './thrift.js';
import type { EncodedValues } from './values.js';
import type { Workspace } from './workspace.js';

/**
 * Bytes of a chunk in the arena: a whole chunk, its dictionary page, or a run of data pages. Values are counted with NULLs; where nothing is
 * repeated, they are rows.
 */
export interface Segment {
  readonly address: number;
  readonly length: number;
  /** The values of its data pages, from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
}

/** A page whose payload still is as it was in the file. */
export interface RawPage {
  readonly header: PageHeader;
  /** The number of its first value, for data pages. */
  readonly start: number;
  readonly address: number;
}

/** Makes the XX001 of a column chunk: names file, row group and column. */
export type Corrupt = (what: string) => SqlError;

/** The pages of one column chunk, in order, with every size checked against its segment. */
export class Pages {
  private segment = 0;
  private at: number;
  private value: number;

  constructor(
    private readonly segments: readonly Segment[],
    readonly chunk: ColumnChunk,
    private readonly workspace: Workspace,
    readonly corrupt: Corrupt,
  ) {
    this.at = segments[0].address;
    this.value = segments[0].start;
  }

  /** The next data or dictionary page; XX001 when there is none, since callers ask only for values that must be there. */
  next(): RawPage {
    for (;;) {
      while (this.at === this.segments[this.segment].address + this.segments[this.segment].length) {
        if (this.value !== this.segments[this.segment].end) throw this.corrupt('there are fewer values than declared');
        if (++this.segment === this.segments.length) throw new InternalError('a Parquet column is read past its end');
        this.at = this.segments[this.segment].address;
        this.value = this.segments[this.segment].start;
      }
      const page = this.readPage();
      if (page.header.kind !== 'other') return page;
    }
  }

  private readPage(): RawPage {
    const { arena } = this.workspace;
    const { address, length } = this.segments[this.segment];
    const end = address + length;
    let header: PageHeader;
    const reader = new ThriftReader(arena.u8, this.at, end);
    try {
      header = readPageHeader(reader);
    } catch (error) {
      if (error instanceof MalformedThrift) throw this.corrupt(`page header: ${error.message}`);
      throw error;
    }
    const { kind, compressedSize, uncompressedSize, valueCount, crc } = header;
    if (compressedSize < 0 || compressedSize > end - reader.at) throw this.corrupt('a page ends outside its column chunk');
    // The chunk's total counts headers too; some writers get it wrong, so this only keeps absurd sizes from being allocated.
    if (uncompressedSize < 0 || uncompressedSize > 2 * this.chunk.uncompressedSize + 65536)
      throw this.corrupt('a page is larger than its column chunk');
    const page = { header, start: this.value, address: reader.at };
    this.at = reader.at + compressedSize;
    if (kind === 'other') return page;
    if (header.definitionBytes < 0 || header.repetitionBytes < 0) throw this.corrupt('a page has negative sizes');
    if (valueCount < 0) throw this.corrupt('a page has a negative number of values');
    if (kind !== 'dictionary') {
      if (valueCount > this.segments[this.segment].end - this.value) throw this.corrupt('there are more values than declared');
      this.value += valueCount;
    }
    if (crc !== undefined && arena.kernels.parquet_crc32(this.workspace.crcTables(), page.address, compressedSize) >>> 0 !== crc) {
      throw this.corrupt('a page does not match its checksum');
    }
    return page;
  }

  /** Decompresses the part of a page from `skip` bytes on; `target` is asked for room unless the bytes can be used where they are. */
  body(page: RawPage, skip: number, target: (bytes: number) => number): EncodedValues {
    const { compressedSize, uncompressedSize, compressed } = page.header;
    const source = page.address + skip;
    const sourceSize = compressedSize - skip;
    const size = uncompressedSize - skip;
    if (sourceSize < 0 || size < 0) throw this.corrupt('a page is shorter than its levels');
    if (this.chunk.codec === UNCOMPRESSED || !compressed) {
      if (sourceSize !== size) throw this.corrupt('an uncompressed page has two sizes');
      return { address: source, end: source + size };
    }
    if (size === 0) return { address: source, end: source };
    const address = target(size);
    const status = decompress(this.chunk.codec, source, sourceSize, address, size, this.workspace);
    if (status < 0) throw this.corrupt(statusText(status));
    return { address, end: address + size };
  }

  /** Levels in RLE at the start of a version 1 page, which says how long they are. */
  levels({ address, end }: EncodedValues): EncodedValues {
    const bytes = end - address < 4 ? Infinity : this.workspace.arena.view.getUint32(address, true);
    if (bytes > end - address - 4) throw this.corrupt('a page is shorter than its levels');
    return { address: address + 4, end: address + 4 + bytes };
  }

  /** The deprecated BIT_PACKED levels of one bit at the start of a page. */
  bitPackedLevels({ address, end }: EncodedValues, count: number): EncodedValues {
    const bytes = Math.ceil(count / 8);
    if (bytes > end - address) throw this.corrupt('a page is shorter than its levels');
    return { address, end: address + bytes };
  }
}
