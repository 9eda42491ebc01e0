import { extname } from 'node:path';
import { unsupported } from '../../errors.js';
import { withPinned } from '../backends/disk.js';
import type { FilePin } from '../formats/format.js';

export type FileFormat = 'parquet' | 'csv';

const BY_EXTENSION: Readonly<Record<string, FileFormat>> = {
  '.parquet': 'parquet',
  '.parq': 'parquet',
  '.pq': 'parquet',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
  '.psv': 'csv',
  '.txt': 'csv',
  '.tbl': 'csv',
  '.dat': 'csv',
};

const COMPRESSED: Readonly<Record<string, string>> = {
  '.gz': 'gzip',
  '.zst': 'Zstandard',
  '.bz2': 'bzip2',
  '.xz': 'xz',
  '.zip': 'zip',
  '.lz4': 'LZ4',
};

/** The format that a name's extension says; undefined when it says none. */
export const formatOfName = (path: string): FileFormat | undefined => BY_EXTENSION[extname(path).toLowerCase()];

/**
 * The format that COPY TO writes under a name: the extension's, CSV where there is none. 0A000 where the name promises what is not
 * written: compression, JSON.
 */
export function writtenFormat(path: string): FileFormat {
  const extension = extname(path).toLowerCase();
  const compression = COMPRESSED[extension];
  if (compression !== undefined)
    throw unsupported(`writing ${compression} files ("${path}")`, undefined, 'write a plain file, or Parquet with (COMPRESSION zstd)');
  const refused = ['.json', '.jsonl', '.ndjson', '.xlsx', '.arrow', '.feather'].includes(extension);
  if (refused) throw unsupported(`writing ${extension.slice(1)} files ("${path}")`, undefined, 'the formats are csv and parquet');
  return BY_EXTENSION[extension] ?? 'csv';
}

/** The format of a file: by its extension, otherwise by its first bytes; text that is nothing else is CSV. 0A000 for compressed files. */
export function formatOf(pin: FilePin): FileFormat {
  const named = formatOfName(pin.path);
  if (named !== undefined) return named;
  const compression = COMPRESSED[extname(pin.path).toLowerCase()];
  if (compression !== undefined) throw unsupported(`reading ${compression} files ("${pin.path}")`, undefined, 'decompress the file first');
  const head = new Uint8Array(Math.min(4, pin.sizeBytes));
  withPinned(pin, (file) => file.readInto(head, 0));
  if (Buffer.from(head).toString('latin1') === 'PAR1') return 'parquet';
  if (head[0] === 0x1f && head[1] === 0x8b) throw unsupported(`reading gzip files ("${pin.path}")`, undefined, 'decompress the file first');
  return 'csv';
}
