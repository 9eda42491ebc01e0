import { brotliDecompressSync } from 'node:zlib';
import { unsupported } from '../../../errors.js';
import type { Workspace } from './workspace.js';

/** Codecs by their number in the format. */
export const UNCOMPRESSED = 0;
const SNAPPY = 1;
const GZIP = 2;
const LZO = 3;
const BROTLI = 4;
const LZ4 = 5;
const ZSTD = 6;
const LZ4_RAW = 7;

const BAD_COMPRESSION = -2;
const WRONG_SIZE = -3;

/** Decompresses a page in the arena to exactly `targetSize` bytes at `target`; 0, or a negative status. */
export function decompress(
  codec: number,
  source: number,
  sourceSize: number,
  target: number,
  targetSize: number,
  workspace: Workspace,
): number {
  const { kernels, u8 } = workspace.arena;
  switch (codec) {
    case UNCOMPRESSED:
      if (sourceSize !== targetSize) return WRONG_SIZE;
      u8.copyWithin(target, source, source + sourceSize);
      return 0;
    case SNAPPY:
      return kernels.parquet_snappy(source, sourceSize, target, targetSize);
    case GZIP:
      return kernels.parquet_gzip(source, sourceSize, target, targetSize, workspace.codecWork(), workspace.crcTables());
    case ZSTD:
      return kernels.parquet_zstd(source, sourceSize, target, targetSize, workspace.codecWork());
    case LZ4_RAW:
      return kernels.parquet_lz4(source, sourceSize, target, targetSize);
    case LZ4:
      return legacyLz4(source, sourceSize, target, targetSize, workspace);
    case BROTLI:
      return brotli(source, sourceSize, target, targetSize, workspace);
    case LZO:
      throw unsupported('the Parquet codec LZO');
    default:
      throw unsupported(`the Parquet codec ${codec}`);
  }
}

/**
 * The deprecated LZ4: Hadoop's framing (both sizes, big-endian, before each block), or, as some writers did, a bare block.
 * https://github.com/apache/parquet-format/blob/master/Compression.md#lz4
 */
function legacyLz4(
  source: number,
  sourceSize: number,
  target: number,
  targetSize: number,
  { arena: { kernels, view } }: Workspace,
): number {
  let at = source;
  let made = 0;
  const end = source + sourceSize;
  while (end - at >= 8) {
    const blockTarget = view.getUint32(at, false);
    const blockSource = view.getUint32(at + 4, false);
    if (blockSource > end - at - 8 || blockTarget > targetSize - made) break;
    if (kernels.parquet_lz4(at + 8, blockSource, target + made, blockTarget) !== 0) break;
    at += 8 + blockSource;
    made += blockTarget;
  }
  return at === end && made === targetSize ? 0 : kernels.parquet_lz4(source, sourceSize, target, targetSize);
}

function brotli(source: number, sourceSize: number, target: number, targetSize: number, { arena: { u8 } }: Workspace): number {
  if (sourceSize === 0 || targetSize === 0) return sourceSize === targetSize ? 0 : BAD_COMPRESSION;
  let made: Uint8Array;
  try {
    made = brotliDecompressSync(u8.slice(source, source + sourceSize), { maxOutputLength: targetSize });
  } catch {
    return BAD_COMPRESSION;
  }
  if (made.length !== targetSize) return WRONG_SIZE;
  u8.set(made, target);
  return 0;
}
