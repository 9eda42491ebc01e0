import { BOOLEANS, COPY, FIXED_VIEWS, type Conversion } from './conversion.js';
import type { Pages, RawPage } from './pages.js';
import type { Leaf } from './schema.js';
import { statusText } from './status.js';
import type { Workspace } from './workspace.js';

// Encodings by their number in the format.
export const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
export const RLE = 3;
export const BIT_PACKED = 4;
const DELTA_BINARY_PACKED = 5;
const DELTA_LENGTH_BYTE_ARRAY = 6;
const DELTA_BYTE_ARRAY = 7;
const RLE_DICTIONARY = 8;
const BYTE_STREAM_SPLIT = 9;

const VIEW_BYTES = 16;

export const isDictionaryEncoding = (encoding: number): boolean => encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY;

/** Encoded values of a page, after its levels. */
export interface EncodedValues {
  readonly address: number;
  readonly end: number;
}

/** Values of a page that are decoded piece by piece: dictionary codes (kernels/assembly/parquet/code-stream.ts), or views of byte arrays (views.ts). */
export interface ValueStream {
  readonly kind: 'codes' | 'views';
  readonly state: number;
  readonly end: number;
  /** In bits, of codes. */
  readonly width: number;
}

/** What the kernels keep at `ValueStream.state`. */
export const STREAM_BYTES = 48;

/** Turns the encoded values of one column chunk, NULLs left out, into slots or dictionary codes. Everything that does not add up is XX001. */
export class ValueDecoder {
  /** The dictionary's slots; address 0 before there is one. At least one slot is readable. */
  dictionary = { address: 0, count: 0 };

  constructor(
    readonly pages: Pages,
    readonly leaf: Leaf,
    readonly conversion: Conversion,
    readonly workspace: Workspace,
  ) {}

  /** Slots are views that point to where the values lie. */
  isView(): boolean {
    return this.conversion.kind === FIXED_VIEWS || (this.leaf.physical === 'BYTE_ARRAY' && this.conversion.kind === COPY);
  }

  /** Whether views will point into the decompressed page itself. */
  keepsPage(encoding: number): boolean {
    return this.isView() && (encoding === PLAIN || encoding === DELTA_LENGTH_BYTE_ARRAY);
  }

  readDictionary(page: RawPage): void {
    const { encoding, valueCount } = page.header;
    const { slotBytes } = this.conversion;
    if (this.conversion.kind === BOOLEANS || (encoding !== PLAIN && encoding !== PLAIN_DICTIONARY))
      throw this.pages.corrupt('a dictionary page is not encoded as it says');
    if (this.dictionary.address !== 0) throw this.pages.corrupt('there are two dictionary pages');
    const body = this.pages.body(page, 0, (bytes) => (this.isView() ? this.workspace.keep(bytes) : this.workspace.page.ensure(bytes)));
    this.checkPlainSize(body, valueCount);
    const address = this.workspace.keep(Math.max(1, valueCount) * slotBytes);
    if (valueCount === 0) this.workspace.arena.u8.fill(0, address, address + slotBytes);
    this.convert(this.plain(body, valueCount, address), valueCount, address);
    this.dictionary = { address, count: valueCount };
  }

  /** Decodes `count` dictionary codes to u32s. */
  codes(body: EncodedValues, count: number, target: number): void {
    const width = this.codeWidth(body, count);
    if (count > 0)
      this.checked(this.workspace.arena.kernels.parquet_codes(body.address + 1, body.end, width, count, this.dictionary.count, target));
  }

  /** Prepares to decode a page of `count` values, none NULL, piece by piece with `state`; undefined for encodings for which that saves nothing. */
  stream(encoding: number, body: EncodedValues, count: number, state: number): ValueStream | undefined {
    const { kernels, u32 } = this.workspace.arena;
    const { address, end } = body;
    if (isDictionaryEncoding(encoding)) {
      const width = this.codeWidth(body, count);
      kernels.parquet_code_stream(state, address + 1);
      return { kind: 'codes', state, end, width };
    }
    if (encoding !== PLAIN || this.leaf.physical !== 'BYTE_ARRAY' || !this.isView()) return undefined;
    this.checkPlainSize(body, count);
    u32[state >>> 2] = address;
    return { kind: 'views', state, end, width: 0 };
  }

  /** Decodes the next `count` values of a stream to `target`, codes as u32s and views as slots, or passes over them when it is 0. */
  next({ kind, state, end, width }: ValueStream, count: number, target: number): void {
    const { kernels } = this.workspace.arena;
    this.checked(
      kind === 'codes'
        ? kernels.parquet_next_codes(state, end, width, count, this.dictionary.count, target)
        : kernels.parquet_next_views(state, end, count, target, this.conversion.text),
    );
  }

  private codeWidth({ address, end }: EncodedValues, count: number): number {
    if (this.dictionary.address === 0) throw this.pages.corrupt('the dictionary page is missing');
    if (count === 0) return 0;
    if (address >= end) throw this.pages.corrupt('a page ends early');
    return this.workspace.arena.u8[address];
  }

  /** Decodes `count` values to slots at `target`, which has slack after them. */
  slots(encoding: number, body: EncodedValues, count: number, target: number): void {
    if (!isDictionaryEncoding(encoding)) {
      this.convert(this.physicalValues(encoding, body, count, target), count, target);
      return;
    }
    const { kernels } = this.workspace.arena;
    const { slotBytes } = this.conversion;
    if (slotBytes === VIEW_BYTES) {
      const codes = this.workspace.values.ensure(count * 4);
      this.codes(body, count, codes);
      kernels.parquet_take(codes, count, this.dictionary.address, slotBytes, target);
      return;
    }
    const width = this.codeWidth(body, count);
    if (count === 0) return;
    this.checked(
      kernels.parquet_gather(
        body.address + 1,
        body.end,
        width,
        count,
        this.dictionary.address,
        this.dictionary.count,
        target,
        slotBytes,
        this.workspace.gatherScratch(),
      ),
    );
  }

  /** Whether the page's values are `count` slots as they are, so that nothing needs to be decoded. */
  areSlots(encoding: number, body: EncodedValues, count: number): boolean {
    const { kind, slotBytes, physicalBytes } = this.conversion;
    if (encoding !== PLAIN || kind !== COPY || physicalBytes === 0 || body.address % slotBytes !== 0) return false;
    this.checkPlainSize(body, count);
    return true;
  }

  /** Decodes `count` physical values: in the page itself, at `target` when they are slots already, or in scratch memory. */
  private physicalValues(encoding: number, body: EncodedValues, count: number, target: number): number {
    const { kernels } = this.workspace.arena;
    const { address, end } = body;
    const { kind, physicalBytes, text } = this.conversion;
    const { physical } = this.leaf;
    const bytes = physicalBytes === 0 ? VIEW_BYTES : physicalBytes;
    const room = () =>
      kind === COPY ? target : kind === FIXED_VIEWS ? this.workspace.keep(count * bytes) : this.workspace.values.ensure(count * bytes);
    switch (encoding) {
      case PLAIN:
        this.checkPlainSize(body, count);
        return this.plain(body, count, target);
      case RLE: {
        if (physical !== 'BOOLEAN') break;
        if (count === 0) return target;
        const size = end - address < 4 ? Infinity : this.workspace.arena.view.getUint32(address, true);
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

  private deltaStrings({ address, end }: EncodedValues, count: number, target: number): number {
    if (count === 0) return target;
    const { kernels } = this.workspace.arena;
    const fixed = this.leaf.physical === 'FIXED_LEN_BYTE_ARRAY';
    const prefixes = this.workspace.more.ensure(count * 8 + 64);
    const suffixes = prefixes + count * 4 + 32;
    let at = address + this.checked(kernels.parquet_delta(address, end, count, prefixes, 4));
    at += this.checked(kernels.parquet_delta(at, end, count, suffixes, 4));
    const bytes = this.checked(Number(kernels.parquet_delta_string_bytes(prefixes, suffixes, count)));
    const output = this.workspace.keep(bytes);
    const views = fixed ? this.workspace.views.ensure(count * VIEW_BYTES) : target;
    this.checked(kernels.parquet_delta_strings(prefixes, suffixes, at, end, count, output, bytes, views, this.conversion.text));
    if (fixed) this.checked(kernels.parquet_views_to_fixed(views, count, this.leaf.typeLength, target));
    return target;
  }

  /** PLAIN values: byte arrays become views, booleans bytes; everything else is used where it is. Sizes are checked already. */
  private plain({ address, end }: EncodedValues, count: number, target: number): number {
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

  private checkPlainSize({ address, end }: EncodedValues, count: number): void {
    const { kind, physicalBytes } = this.conversion;
    const least = kind === BOOLEANS ? Math.ceil(count / 8) : count * (physicalBytes === 0 ? 4 : physicalBytes);
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

  checked(status: number): number {
    if (status < 0) throw this.pages.corrupt(statusText(status));
    return status;
  }
}
