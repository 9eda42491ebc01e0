import { allocateBlock, type Arena } from '../../../data/arena.js';
import type { ReadContext } from '../format.js';

const OPERATOR = 'a Parquet scan';
/** What kernels may read past the end of their input, and write past the values they were asked for. */
export const SLACK_BYTES = 256;
const CRC_TABLE_BYTES = 8192;
const GATHER_BYTES = 8192;

/** A block of the arena that grows; its owner frees it. */
export class Buffer32 {
  address = 0;
  private bytes = 0;

  constructor(
    private readonly arena: Arena,
    private readonly owner: number,
  ) {}

  /** Makes room for `bytes` (and slack), keeping the first `keep`; returns the address. 53200 when there is no room. */
  ensure(bytes: number, keep = 0): number {
    const needed = bytes + SLACK_BYTES;
    if (needed <= this.bytes) return this.address;
    const size = Math.max(needed, Math.min(this.bytes * 2, 0x7fffffff));
    const address = allocateBlock(this.arena, this.owner, size, OPERATOR);
    if (keep > 0) this.arena.u8.copyWithin(address, this.address, this.address + keep);
    this.free();
    this.address = address;
    this.bytes = size;
    return address;
  }

  free(): void {
    if (this.address !== 0) this.arena.kernels.block_free(this.address);
    this.address = 0;
    this.bytes = 0;
  }
}

/** What the columns of one open row group share: scratch memory, all given back by `close`. */
export class Workspace {
  readonly arena: Arena;
  readonly owner: number;
  /** A decompressed page that nobody points to once it is decoded. */
  readonly page: Buffer32;
  /** Physical values before their conversion, lengths, codes. */
  readonly values: Buffer32;
  readonly more: Buffer32;
  readonly views: Buffer32;
  private readonly codec: Buffer32;
  private readonly fixed: Buffer32;
  private readonly buffers: Buffer32[] = [];

  constructor(readonly context: ReadContext) {
    this.arena = context.arena;
    this.owner = context.arena.u32[context.region >>> 2];
    this.page = this.buffer();
    this.values = this.buffer();
    this.more = this.buffer();
    this.views = this.buffer();
    this.codec = this.buffer();
    this.fixed = this.buffer();
  }

  buffer(): Buffer32 {
    const buffer = new Buffer32(this.arena, this.owner);
    this.buffers.push(buffer);
    return buffer;
  }

  /** Memory that lives as long as the task, at a 16-byte boundary, with slack. */
  keep(bytes: number): number {
    return this.arena.kernels.region_alloc(this.context.region, checkedBytes(bytes + SLACK_BYTES)) >>> 0;
  }

  /** State of decompressors. */
  codecWork(): number {
    return this.codec.ensure(this.arena.kernels.parquet_zstd_work());
  }

  crcTables(): number {
    if (this.fixed.address === 0) this.arena.kernels.parquet_crc32_tables(this.fixed.ensure(CRC_TABLE_BYTES + GATHER_BYTES));
    return this.fixed.address;
  }

  gatherScratch(): number {
    return this.crcTables() + CRC_TABLE_BYTES;
  }

  close(): void {
    for (const buffer of this.buffers) buffer.free();
  }
}

function checkedBytes(bytes: number): number {
  // A larger number would wrap around in the kernel; this one fails there as it should.
  return Math.min(bytes, 0xffffffff);
}
