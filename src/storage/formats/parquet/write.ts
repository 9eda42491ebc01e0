import { DataType, type Field, type RecordBatch, type Schema } from 'apache-arrow';
import { SqlError, unsupported } from '../../../errors.js';
import { createPendingFile } from '../../backends/write-file.js';
import type { EncodeOptions } from './wasm-writer.js';

export interface ParquetWriteOptions {
  /** One of uncompressed, snappy, gzip, brotli, zstd, lz4_raw; snappy when absent. */
  readonly codec?: string;
  readonly rowGroupSize?: number;
}

const CODECS = ['uncompressed', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4_raw'] as const;
export type ParquetCodec = (typeof CODECS)[number];

const DEFAULT_ROW_GROUP_SIZE = 122_880;

/**
 * Writes record batches to a Parquet file, with statistics and page index; returns the number of rows. The file appears under its name only
 * when it is complete, replacing what was there; nothing is left behind on failure.
 */
export async function writeParquet(
  path: string,
  batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
  schema: Schema,
  options: ParquetWriteOptions = {},
): Promise<number> {
  const encode: EncodeOptions = {
    codec: codecOf(options.codec ?? 'snappy'),
    rowGroupSize: rowGroupSizeOf(options.rowGroupSize ?? DEFAULT_ROW_GROUP_SIZE),
  };
  checkColumns(schema);
  const { encodeBatches, encodeEmpty } = await import('./wasm-writer.js');
  const empty = tryEncoding(() => encodeEmpty(schema, encode));
  let rowCount = 0;
  const counted = nonEmpty(batches, (rows) => {
    rowCount += rows;
  });
  const file = createPendingFile(path);
  try {
    const first = await counted.next();
    if (first.done) file.write(empty);
    else for await (const piece of encodeBatches(startingWith(first.value, counted), encode)) file.write(piece);
    file.commit();
    return rowCount;
  } finally {
    file.abort();
  }
}

/** The encoder never ends when it meets an interval in a batch, and says nothing of it before. */
function checkColumns(schema: Schema): void {
  const hasInterval = (field: Field): boolean =>
    DataType.isInterval(field.type) || ((field.type.children ?? []) as Field[]).some(hasInterval);
  const found = schema.fields.find(hasInterval);
  if (found !== undefined)
    throw unsupported(
      `writing an interval to Parquet, in column "${found.name}",`,
      undefined,
      'Cast it to text, or to seconds with extract(epoch FROM …).',
    );
}

function tryEncoding(encode: () => Uint8Array): Uint8Array {
  try {
    return encode();
  } catch (error) {
    throw new SqlError('0A000', 'a column has a type that Parquet cannot hold', { cause: error });
  }
}

async function* nonEmpty(
  batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
  count: (rows: number) => void,
): AsyncGenerator<RecordBatch> {
  for await (const batch of batches) {
    if (batch.numRows === 0) continue;
    count(batch.numRows);
    yield batch;
  }
}

async function* startingWith(first: RecordBatch, rest: AsyncIterator<RecordBatch>): AsyncGenerator<RecordBatch> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function codecOf(name: string): ParquetCodec {
  const wanted = name.toLowerCase() === 'none' ? 'uncompressed' : name.toLowerCase();
  const codec = CODECS.find((known) => known === wanted);
  if (codec !== undefined) return codec;
  throw new SqlError('22023', `unknown Parquet codec "${name}"`, { hint: `use one of ${CODECS.join(', ')}` });
}

function rowGroupSizeOf(size: number): number {
  if (Number.isSafeInteger(size) && size >= 1 && size <= 0x7fffffff) return size;
  throw new SqlError('22023', `row group size ${size} is out of range`, { hint: 'use a number of rows from 1 on' });
}
