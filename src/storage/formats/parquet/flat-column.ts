import { DESCRIPTOR_CODES, DESCRIPTOR_VALIDITY } from '../../../data/column.js';
import { InternalError } from '../../../errors.js';
import { BOOLEANS, COPY, FIXED_VIEWS, type Conversion } from './conversion.js';
import type { Pages, RawPage } from './pages.js';
import type { Leaf } from './schema.js';
import { statusText } from './status.js';
import type { Buffer32, Workspace } from './workspace.js';

/** A column that hands out windows of rows; rows only go forward. */
export interface ColumnReader {
  /** Writes the descriptor of rows [row, row + count), which stays valid until the next call. */
  window(row: number, count: number, descriptor: number): void;
}

// Encodings by their number in the format.
const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const BIT_PACKED = 4;
const DELTA_BINARY_PACKED = 5;
const DELTA_LENGTH_BYTE_ARRAY = 6;
const DELTA_BYTE_ARRAY = 7;
const RLE_DICTIONARY = 8;
const BYTE_STREAM_SPLIT = 9;

const VIEW_BYTES = 16;

interface Bytes {
  readonly address: number;
  readonly end: number;
}

/**
 * Decodes a column that is not nested, page by page, as rows are asked for.
 *
 * Decoded rows lie in buffers that each page is appended to after what is left of the last one; so memory is bounded by the largest page. An
 * uncompressed or decompressed PLAIN page without NULLs whose values are slots already is not copied at all: `values` then points into it.
 * Dictionary-encoded views and 128-bit values stay codes; narrower ones are cheaper to gather at once than to follow later.
 */
export class FlatColumn implements ColumnReader {
  /** The row of the first slot in the buffers, and how many rows they hold. */
  private first = 0;
  private filled = 0;
  private coded = false;
  private hasNulls = false;
  /** Where the slots are: `slots`, or a page. */
  private values = 0;
  private readonly slots: Buffer32;
  private readonly codes: Buffer32;
  private readonly validity: Buffer32;
  /** Validity of a window that does not begin at a byte. */
  private readonly shifted: Buffer32;
  private readonly ownPage: Buffer32;
  private dictionary = { address: 0, count: 0 };

  constructor(
    private readonly pages: Pages,
    private readonly leaf: Leaf,
    private readonly conversion: Conversion,
    private readonly nulls: 'impossible' | 'excluded' | 'possible',
    private readonly workspace: Workspace,
  ) {
    this.slots = workspace.buffer();
    this.codes = workspace.buffer();
    this.validity = workspace.buffer();
    this.shifted = workspace.buffer();
    this.ownPage = workspace.buffer();
  }

  window(row: number, count: number, descriptor: number): void {
    while (this.first + this.filled < row + count) this.advance(row);
    const { u32, kernels } = this.workspace.arena;
    const at = row - this.first;
    let validity = 0;
    if (this.hasNulls) {
      if ((at & 7) === 0) {
        validity = this.validity.address + (at >>> 3);
      } else {
        validity = this.shifted.ensure((count + 7) >>> 3);
        kernels.parquet_copy_bits(this.validity.address, at, validity, 0, count);
      }
    }
    u32[descriptor >>> 2] = this.coded ? this.dictionary.address : this.values + at * this.conversion.slotBytes;
    u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = validity;
    u32[(descriptor + DESCRIPTOR_CODES) >>> 2] = this.coded ? this.codes.address + at * 4 : 0;
    u32[(descriptor + 12) >>> 2] = 0;
  }

  /** Takes in the next page; rows before `row` are no longer needed. */
  private advance(row: number): void {
    this.workspace.context.checkCancelled();
    const page = this.pages.next();
    if (page.kind === 'dictionary') {
      this.readDictionary(page);
      return;
    }
    if (page.valueCount === 0) return;
    if (page.row + page.valueCount <= row) {
      this.first = page.row + page.valueCount;
      this.filled = 0;
      return;
    }
    this.dropBefore(row, page.row);
    this.decode(page);
    this.filled += page.valueCount;
  }

  /** Moves the rows that are still needed to the start of the own buffers. */
  private dropBefore(row: number, nextRow: number): void {
    const { slotBytes } = this.conversion;
    const dropped = Math.max(0, row - this.first);
    const left = this.filled - dropped;
    if (left <= 0) {
      this.first = nextRow;
      this.filled = 0;
      this.coded = false;
      this.hasNulls = false;
      return;
    }
    if (this.first + this.filled !== nextRow) throw new InternalError('pages of a Parquet column leave a gap');
    const { u8, kernels } = this.workspace.arena;
    if (this.coded) {
      u8.copyWithin(this.codes.address, this.codes.address + dropped * 4, this.codes.address + this.filled * 4);
    } else {
      const from = this.values + dropped * slotBytes;
      const to = this.values === this.slots.address ? this.values : this.slots.ensure(left * slotBytes);
      u8.copyWithin(to, from, from + left * slotBytes);
      this.values = to;
    }
    if (this.hasNulls) kernels.parquet_copy_bits(this.validity.address, dropped, this.validity.address, 0, left);
    this.first += dropped;
    this.filled = left;
  }

  private readDictionary(page: RawPage): void {
    const { encoding, valueCount } = page;
    const { slotBytes } = this.conversion;
    if (this.conversion.kind === BOOLEANS || (encoding !== PLAIN && encoding !== PLAIN_DICTIONARY)) throw this.pages.corrupt('a dictionary page is not encoded as it says');
    if (this.dictionary.address !== 0) throw this.pages.corrupt('there are two dictionary pages');
    const body = this.pages.body(page, 0, (bytes) => (this.isView() ? this.workspace.keep(bytes) : this.workspace.page.ensure(bytes)));
    this.checkPlainSize(body, valueCount);
    const address = this.workspace.keep(Math.max(1, valueCount) * slotBytes);
    if (valueCount === 0) this.workspace.arena.u8.fill(0, address, address + slotBytes);
    this.convert(this.plain(body, valueCount, address), valueCount, address);
    this.dictionary = { address, count: valueCount };
  }

  private isView(): boolean {
    return this.conversion.kind === FIXED_VIEWS || (this.leaf.physical === 'BYTE_ARRAY' && this.conversion.kind === COPY);
  }

  private keepsCodes(): boolean {
    return this.conversion.slotBytes === 16;
  }

  private decode(page: RawPage): void {
    const { valueCount, encoding } = page;
    const version2 = page.kind === 'data-v2';
    if (version2 && (page.definitionBytes < 0 || page.repetitionBytes < 0)) throw this.pages.corrupt('a page has negative sizes');
    const levelBytes = version2 ? page.definitionBytes + page.repetitionBytes : 0;
    const whole = this.pages.body(page, levelBytes, (bytes) => this.pageTarget(bytes, page));
    let { address } = whole;
    let present = valueCount;
    if (this.nulls !== 'impossible') {
      if (version2) {
        const from = page.address + page.repetitionBytes;
        present = this.readLevels(RLE, from, from + page.definitionBytes, valueCount);
      } else if (page.definitionEncoding === RLE) {
        if (whole.end - address < 4) throw this.pages.corrupt('a page ends early');
        const bytes = this.workspace.arena.view.getUint32(address, true);
        if (bytes > whole.end - address - 4) throw this.pages.corrupt('a page is shorter than its levels');
        present = this.readLevels(RLE, address + 4, address + 4 + bytes, valueCount);
        address += 4 + bytes;
      } else {
        present = this.readLevels(page.definitionEncoding, address, whole.end, valueCount);
        address += (valueCount + 7) >>> 3;
      }
    }
    if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) this.decodeCodes(address, whole.end, valueCount, present);
    else this.decodeValues(encoding, { address, end: whole.end }, valueCount, present);
  }

  /** Where a page is decompressed: what views point to is kept; what may be served in place is the column's own. */
  private pageTarget(bytes: number, { kind, encoding, valueCount }: RawPage): number {
    if (this.isView() && (encoding === PLAIN || encoding === DELTA_LENGTH_BYTE_ARRAY)) return this.workspace.keep(bytes);
    if (encoding !== PLAIN || this.conversion.kind !== COPY) return this.workspace.page.ensure(bytes);
    // If no row is NULL, the levels are one run, and the values after them shall begin at a 16-byte boundary.
    const levels = kind === 'data-v2' || this.nulls === 'impossible' ? 0 : 5 + varintBytes(valueCount * 2);
    return this.ownPage.ensure(bytes + 16) + 16 - levels;
  }

  /** Appends the page's validity; how many of its values are there. */
  private readLevels(encoding: number, from: number, end: number, count: number): number {
    const { kernels } = this.workspace.arena;
    let present: number;
    if (encoding === RLE) {
      present = this.checked(kernels.parquet_count_levels(from, end, count));
      if (present !== count) kernels.parquet_levels(from, end, count, this.openValidity(count), this.filled);
    } else if (encoding === BIT_PACKED) {
      present = this.checked(kernels.parquet_packed_levels(from, end, count, this.openValidity(count), this.filled));
    } else {
      throw this.pages.corrupt('levels are not encoded as they say');
    }
    if (present !== count) {
      if (this.nulls === 'excluded') throw this.pages.corrupt('there are NULLs although the statistics say that there is none');
    } else if (this.hasNulls) {
      kernels.parquet_fill_bits(this.openValidity(count), this.filled, count, 1);
    }
    return present;
  }

  /** The bitmap with room for `count` more rows; what was there before is not NULL unless said already. */
  private openValidity(count: number): number {
    const { kernels } = this.workspace.arena;
    const bitmap = this.validity.ensure((this.filled + count + 7) >>> 3, (this.filled + 7) >>> 3);
    if (!this.hasNulls) kernels.parquet_fill_bits(bitmap, 0, this.filled, 1);
    this.hasNulls = true;
    return bitmap;
  }

  private decodeCodes(address: number, end: number, count: number, present: number): void {
    const { arena } = this.workspace;
    const { kernels } = arena;
    const { slotBytes } = this.conversion;
    if (this.dictionary.address === 0) throw this.pages.corrupt('the dictionary page is missing');
    if (present > 0 && address >= end) throw this.pages.corrupt('a page ends early');
    const width = present > 0 ? arena.u8[address] : 0;
    if (!this.keepsCodes()) {
      const target = this.openSlots(count);
      if (present > 0) {
        this.checked(kernels.parquet_gather(address + 1, end, width, present, this.dictionary.address, this.dictionary.count, target, slotBytes, this.workspace.gatherScratch()));
      }
      this.spread(target, slotBytes, count, present);
      return;
    }
    const appended = this.filled > 0 && !this.coded;
    const codes = appended ? this.workspace.values.ensure(count * 4) : this.codes.ensure((this.filled + count) * 4, this.filled * 4) + this.filled * 4;
    if (present > 0) this.checked(kernels.parquet_codes(address + 1, end, width, present, this.dictionary.count, codes));
    this.spread(codes, 4, count, present);
    if (appended) kernels.parquet_take(codes, count, this.dictionary.address, slotBytes, this.openSlots(count));
    else this.coded = true;
  }

  private decodeValues(encoding: number, body: Bytes, count: number, present: number): void {
    const { conversion, leaf } = this;
    const { slotBytes } = conversion;
    if (this.coded && this.filled > 0) this.dropCodes();
    this.coded = false;
    if (encoding === PLAIN && conversion.kind === COPY && leaf.physical !== 'BYTE_ARRAY' && this.filled === 0 && present === count && body.address % slotBytes === 0) {
      this.checkPlainSize(body, present);
      this.values = body.address;
      return;
    }
    const target = this.openSlots(count);
    const physical = this.physicalValues(encoding, body, present, target);
    this.convert(physical, present, target);
    this.spread(target, slotBytes, count, present);
  }

  /** Slots for `count` more rows after those that are there; returns where they begin. */
  private openSlots(count: number): number {
    const { slotBytes } = this.conversion;
    const used = this.filled * slotBytes;
    this.values = this.slots.ensure(used + count * slotBytes, used);
    return this.values + used;
  }

  /** Replaces the codes in the buffer by their slots, since the chunk goes on without its dictionary. */
  private dropCodes(): void {
    const { slotBytes } = this.conversion;
    this.values = this.slots.ensure(this.filled * slotBytes);
    this.workspace.arena.kernels.parquet_take(this.codes.address, this.filled, this.dictionary.address, slotBytes, this.values);
  }

  /** Decodes `count` physical values: in the page itself, at `target` when they are slots already, or in scratch memory. */
  private physicalValues(encoding: number, body: Bytes, count: number, target: number): number {
    const { kernels } = this.workspace.arena;
    const { address, end } = body;
    const { kind, physicalBytes, text } = this.conversion;
    const { physical } = this.leaf;
    const bytes = physicalBytes === 0 ? VIEW_BYTES : physicalBytes;
    const room = () => (kind === COPY ? target : kind === FIXED_VIEWS ? this.workspace.keep(count * bytes) : this.workspace.values.ensure(count * bytes));
    switch (encoding) {
      case PLAIN: this.checkPlainSize(body, count); return this.plain(body, count, target);
      case RLE: {
        if (physical !== 'BOOLEAN') break;
        if (count === 0) return target;
        if (end - address < 4) throw this.pages.corrupt('a page ends early');
        const size = this.workspace.arena.view.getUint32(address, true);
        if (size > end - address - 4) throw this.pages.corrupt('a page ends early');
        this.checked(kernels.parquet_rle_booleans(address + 4, address + 4 + size, count, target, this.workspace.values.ensure(count * 4)));
        return target;
      }
      case DELTA_BINARY_PACKED: {
        if (physical !== 'INT32' && physical !== 'INT64') break;
        const to = room();
        if (count > 0) this.checked(kernels.parquet_delta(address, end, count, to, physicalBytes));
        return to;
      }
      case BYTE_STREAM_SPLIT: {
        if (physical === 'BYTE_ARRAY' || physical === 'BOOLEAN' || physical === 'INT96') break;
        if (end - address < count * bytes) throw this.pages.corrupt('a page ends early');
        const to = room();
        kernels.parquet_byte_stream_split(address, count, bytes, to);
        return to;
      }
      case DELTA_LENGTH_BYTE_ARRAY: {
        if (physical !== 'BYTE_ARRAY') break;
        const lengths = this.workspace.more.ensure(count * 4);
        const used = count === 0 ? 0 : this.checked(kernels.parquet_delta(address, end, count, lengths, 4));
        const to = room();
        this.checked(kernels.parquet_length_views(lengths, address + used, end, count, to, text));
        return to;
      }
      case DELTA_BYTE_ARRAY: {
        if (physical !== 'BYTE_ARRAY' && physical !== 'FIXED_LEN_BYTE_ARRAY') break;
        return this.deltaStrings(body, count, room());
      }
    }
    throw this.pages.corrupt(`encoding ${encoding} does not go with type ${physical}`);
  }

  private deltaStrings({ address, end }: Bytes, count: number, room: number): number {
    if (count === 0) return room;
    const { kernels } = this.workspace.arena;
    const fixed = this.leaf.physical === 'FIXED_LEN_BYTE_ARRAY';
    const prefixes = this.workspace.more.ensure(count * 8 + 64);
    const suffixes = prefixes + count * 4 + 32;
    let at = address + this.checked(kernels.parquet_delta(address, end, count, prefixes, 4));
    at += this.checked(kernels.parquet_delta(at, end, count, suffixes, 4));
    const bytes = Number(kernels.parquet_delta_string_bytes(prefixes, suffixes, count));
    this.checked(bytes);
    const output = this.workspace.keep(bytes);
    const views = fixed ? this.workspace.views.ensure(count * VIEW_BYTES) : room;
    this.checked(kernels.parquet_delta_strings(prefixes, suffixes, at, end, count, output, bytes, views, this.conversion.text));
    if (fixed) this.checked(kernels.parquet_views_to_fixed(views, count, this.leaf.typeLength, room));
    return room;
  }

  /** PLAIN values: byte arrays become views, booleans bytes; everything else is used where it is. Sizes are checked already. */
  private plain({ address, end }: Bytes, count: number, target: number): number {
    const { kernels } = this.workspace.arena;
    const { kind, text } = this.conversion;
    if (kind === BOOLEANS) {
      kernels.parquet_booleans(address, count, target);
      return target;
    }
    if (this.leaf.physical !== 'BYTE_ARRAY') return address;
    const views = kind === COPY ? target : this.workspace.values.ensure(count * VIEW_BYTES);
    this.checked(kernels.parquet_views(address, end, count, views, text));
    return views;
  }

  private checkPlainSize({ address, end }: Bytes, count: number): void {
    const { kind, physicalBytes } = this.conversion;
    const least = kind === BOOLEANS ? (count + 7) >>> 3 : count * (physicalBytes === 0 ? 4 : physicalBytes);
    if (end - address < least) throw this.pages.corrupt('a page ends early');
  }

  /** Physical values at `source` to slots at `target`, unless they are there. */
  private convert(source: number, count: number, target: number): void {
    if (source === target) return;
    const { kernels, u8 } = this.workspace.arena;
    const { kind, physicalBytes } = this.conversion;
    if (kind === COPY) u8.copyWithin(target, source, source + count * physicalBytes);
    else if (kind === FIXED_VIEWS) kernels.parquet_fixed_views(source, physicalBytes, count, target);
    else this.checked(kernels.parquet_convert(kind, source, count, physicalBytes, target));
  }

  private spread(address: number, width: number, count: number, present: number): void {
    if (present < count) this.workspace.arena.kernels.parquet_spread(address, width, this.validity.address, this.filled, count, present);
  }

  private checked(status: number): number {
    if (status < 0) throw this.pages.corrupt(statusText(status));
    return status;
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest /= 128) bytes++;
  return bytes;
}
