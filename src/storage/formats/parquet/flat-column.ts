import { DESCRIPTOR_CODES, DESCRIPTOR_ENTRIES, DESCRIPTOR_VALIDITY } from '../../../data/column.js';
import { InternalError } from '../../../errors.js';
import { COPY } from './conversion.js';
import type { PageHeader } from './metadata.js';
import type { RawPage } from './pages.js';
import {
  BIT_PACKED,
  isDictionaryEncoding,
  PLAIN,
  RLE,
  STREAM_BYTES,
  type EncodedValues,
  type ValueDecoder,
  type ValueStream,
} from './values.js';
import type { Buffer32, Workspace } from './workspace.js';

/** A column that hands out windows of rows; rows only go forward. */
export interface ColumnReader {
  /** Writes the descriptor of rows [row, row + count), which stays valid until the next call. */
  window(row: number, count: number, descriptor: number): void;
}

/** Whether a column may have NULLs: by its schema, or, since the plan relies on it, by its statistics. */
export type NullsExpected = 'impossible' | 'excluded' | 'possible';

/**
 * Decodes a column that is not nested, page by page, as rows are asked for.
 *
 * Decoded rows lie in buffers that each page is appended to after what is left of the last one; so memory is bounded by the largest page. An
 * uncompressed or decompressed PLAIN page without NULLs whose values are slots already is not copied at all: `values` then points into it.
 * A page of dictionary codes or strings without NULLs is decoded window by window, so that rows that nobody asks for cost next to nothing and
 * what was decoded is still in the cache when it is used. Dictionary-encoded values stay codes, so that what is computed from them can be computed once per
 * entry, and rows that are filtered out are never looked up.
 */
export class FlatColumn implements ColumnReader {
  /** The row of the first slot in the buffers, and how many rows they hold. */
  private first = 0;
  private filled = 0;
  private coded = false;
  private hasNulls = false;
  /** The values of the page that the rows are in, when they are decoded window by window; the buffers then begin with the last window. */
  private stream: ValueStream | undefined;
  private streamRow = 0;
  /** Where the slots are: `slots`, or a page. */
  private values = 0;
  private readonly slots: Buffer32;
  private readonly codes: Buffer32;
  private readonly validity: Buffer32;
  /** Validity of a window that does not begin at a byte. */
  private readonly shifted: Buffer32;
  private readonly ownPage: Buffer32;
  private readonly streamState: Buffer32;
  private readonly slotBytes: number;
  private readonly workspace: Workspace;

  constructor(
    private readonly decoder: ValueDecoder,
    private readonly nulls: NullsExpected,
  ) {
    this.workspace = decoder.workspace;
    this.slotBytes = decoder.conversion.slotBytes;
    this.slots = this.workspace.buffer();
    this.codes = this.workspace.buffer();
    this.validity = this.workspace.buffer();
    this.shifted = this.workspace.buffer();
    this.ownPage = this.workspace.buffer();
    this.streamState = this.workspace.buffer();
  }

  window(row: number, count: number, descriptor: number): void {
    while (this.first + this.filled < row + count) this.advance(row);
    if (this.stream !== undefined) this.decodeStream(this.stream, row, count);
    const { u32 } = this.workspace.arena;
    const at = this.stream === undefined ? row - this.first : 0;
    u32[descriptor >>> 2] = this.coded ? this.decoder.dictionary.address : this.values + at * this.slotBytes;
    u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = this.hasNulls
      ? windowOfBits(this.validity.address, at, count, this.shifted, this.workspace)
      : 0;
    u32[(descriptor + DESCRIPTOR_CODES) >>> 2] = this.coded ? this.codes.address + at * 4 : 0;
    u32[(descriptor + DESCRIPTOR_ENTRIES) >>> 2] = this.coded ? this.decoder.dictionary.count : 0;
  }

  /** Takes in the next page; rows before `row` are no longer needed. */
  private advance(row: number): void {
    this.workspace.context.checkCancelled();
    const page = this.decoder.pages.next();
    const { kind, valueCount } = page.header;
    if (kind === 'dictionary') {
      this.decoder.readDictionary(page);
    } else if (valueCount > 0 && page.start + valueCount <= row) {
      this.first = page.start + valueCount;
      this.filled = 0;
      this.stream = undefined;
    } else if (valueCount > 0) {
      this.dropBefore(row, page.start);
      this.decode(page);
      this.filled += valueCount;
    }
  }

  /** Moves the rows that are still needed to the start of the own buffers. */
  private dropBefore(row: number, nextRow: number): void {
    const dropped = Math.max(0, row - this.first);
    const left = this.filled - dropped;
    if (left <= 0) {
      this.first = nextRow;
      this.filled = 0;
      this.coded = false;
      this.hasNulls = false;
      this.stream = undefined;
      return;
    }
    if (this.first + this.filled !== nextRow) throw new InternalError('pages of a Parquet column leave a gap');
    const { u8, kernels } = this.workspace.arena;
    if (this.stream !== undefined) {
      this.decodeStream(this.stream, this.first + dropped, left);
      this.stream = undefined;
    } else if (this.coded) {
      u8.copyWithin(this.codes.address, this.codes.address + dropped * 4, this.codes.address + this.filled * 4);
    } else {
      const from = this.values + dropped * this.slotBytes;
      if (this.values !== this.slots.address) this.values = this.slots.ensure(left * this.slotBytes);
      u8.copyWithin(this.values, from, from + left * this.slotBytes);
    }
    if (this.hasNulls) kernels.parquet_copy_bits(this.validity.address, dropped, this.validity.address, 0, left);
    this.first += dropped;
    this.filled = left;
  }

  private decode(page: RawPage): void {
    const { kind, valueCount, encoding, definitionBytes, repetitionBytes, definitionEncoding } = page.header;
    const { pages } = this.decoder;
    const version2 = kind === 'data-v2';
    const levelBytes = version2 ? definitionBytes + repetitionBytes : 0;
    const body = pages.body(page, levelBytes, (bytes) => this.pageTarget(bytes, page.header));
    let values: EncodedValues = body;
    let present = valueCount;
    if (this.nulls !== 'impossible') {
      if (version2) {
        const from = page.address + repetitionBytes;
        present = this.readLevels(RLE, { address: from, end: from + definitionBytes }, valueCount);
      } else {
        if (definitionEncoding !== RLE && definitionEncoding !== BIT_PACKED) throw pages.corrupt('levels are not encoded as they say');
        const levels = definitionEncoding === RLE ? pages.levels(body) : pages.bitPackedLevels(body, valueCount);
        present = this.readLevels(definitionEncoding, levels, valueCount);
        values = { address: levels.end, end: body.end };
      }
    }
    if (this.filled === 0 && present === valueCount) {
      this.stream = this.decoder.stream(encoding, values, valueCount, this.streamState.ensure(STREAM_BYTES));
      if (this.stream !== undefined) {
        this.streamRow = this.first;
        this.coded = this.stream.kind === 'codes';
        return;
      }
    }
    if (isDictionaryEncoding(encoding)) {
      this.appendCodes(values, valueCount, present);
      return;
    }
    if (this.coded && this.filled > 0) this.dropCodes();
    this.coded = false;
    if (this.filled === 0 && present === valueCount && this.decoder.areSlots(encoding, values, present)) {
      this.values = values.address;
      return;
    }
    const target = this.openSlots(valueCount);
    this.decoder.slots(encoding, values, present, target);
    this.spread(target, this.slotBytes, valueCount, present);
  }

  /** Decodes rows of a page to the start of the buffer for codes or slots. */
  private decodeStream(stream: ValueStream, row: number, count: number): void {
    if (row > this.streamRow) this.decoder.next(stream, row - this.streamRow, 0);
    this.streamRow = row + count;
    if (this.coded) {
      this.decoder.next(stream, count, this.codes.ensure(count * 4));
    } else {
      this.values = this.slots.ensure(count * this.slotBytes);
      this.decoder.next(stream, count, this.values);
    }
  }

  /** Where a page is decompressed: what views point to is kept; what may be served in place is the column's own. */
  private pageTarget(bytes: number, { kind, encoding, valueCount }: PageHeader): number {
    if (this.decoder.keepsPage(encoding)) return this.workspace.keep(bytes);
    if (isDictionaryEncoding(encoding)) return this.ownPage.ensure(bytes);
    if (encoding !== PLAIN || this.decoder.conversion.kind !== COPY) return this.workspace.page.ensure(bytes);
    // If no row is NULL, the levels are one run, and the values after them shall begin at a 16-byte boundary.
    const levels = kind === 'data-v2' || this.nulls === 'impossible' ? 0 : 5 + varintBytes(valueCount * 2);
    return this.ownPage.ensure(bytes + 16) + 16 - levels;
  }

  /** Appends the page's validity; how many of its values are there. */
  private readLevels(encoding: number, { address, end }: EncodedValues, count: number): number {
    const { kernels } = this.workspace.arena;
    const { decoder } = this;
    let present: number;
    if (encoding === RLE) {
      present = decoder.checked(kernels.parquet_count_levels(address, end, count));
      if (present !== count) kernels.parquet_levels(address, end, count, this.openValidity(count), this.filled);
      else if (this.hasNulls) kernels.parquet_fill_bits(this.openValidity(count), this.filled, count, 1);
    } else {
      present = decoder.checked(kernels.parquet_packed_levels(address, end, count, this.openValidity(count), this.filled));
    }
    if (present !== count && this.nulls === 'excluded')
      throw decoder.pages.corrupt('there are NULLs although the statistics say that there is none');
    return present;
  }

  /** The bitmap with room for `count` more rows; what was there before is not NULL unless said already. */
  private openValidity(count: number): number {
    const bitmap = this.validity.ensure((this.filled + count + 7) >>> 3, (this.filled + 7) >>> 3);
    if (!this.hasNulls) this.workspace.arena.kernels.parquet_fill_bits(bitmap, 0, this.filled, 1);
    this.hasNulls = true;
    return bitmap;
  }

  private appendCodes(values: EncodedValues, count: number, present: number): void {
    const afterSlots = this.filled > 0 && !this.coded;
    const codes = afterSlots
      ? this.workspace.values.ensure(count * 4)
      : this.codes.ensure((this.filled + count) * 4, this.filled * 4) + this.filled * 4;
    this.decoder.codes(values, present, codes);
    this.spread(codes, 4, count, present);
    if (afterSlots)
      this.workspace.arena.kernels.parquet_take(codes, count, this.decoder.dictionary.address, this.slotBytes, this.openSlots(count));
    else this.coded = true;
  }

  /** Slots for `count` more rows after those that are there; returns where they begin. */
  private openSlots(count: number): number {
    const used = this.filled * this.slotBytes;
    this.values = this.slots.ensure(used + count * this.slotBytes, used);
    return this.values + used;
  }

  /** Replaces the codes in the buffer by their slots, since the chunk goes on without its dictionary. */
  private dropCodes(): void {
    this.values = this.slots.ensure(this.filled * this.slotBytes);
    this.workspace.arena.kernels.parquet_take(
      this.codes.address,
      this.filled,
      this.decoder.dictionary.address,
      this.slotBytes,
      this.values,
    );
  }

  private spread(address: number, width: number, count: number, present: number): void {
    if (present < count) this.workspace.arena.kernels.parquet_spread(address, width, this.validity.address, this.filled, count, present);
  }
}

/** The bits from `at` on as a bitmap of its own: in place when they begin at a byte, otherwise copied. */
export function windowOfBits(bitmap: number, at: number, count: number, copy: Buffer32, { arena }: Workspace): number {
  if ((at & 7) === 0) return bitmap + (at >>> 3);
  const address = copy.ensure((count + 7) >>> 3);
  arena.kernels.parquet_copy_bits(bitmap, at, address, 0, count);
  return address;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest /= 128) bytes++;
  return bytes;
}
