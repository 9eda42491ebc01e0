import type { RecordBatch } from 'apache-arrow';
import { Table, tableToIPC, type Schema } from 'apache-arrow';
import * as parquetWasm from 'parquet-wasm';
import type { ParquetCodec } from './write.js';

/*
 * The door to parquet-wasm, which writes Parquet. Nothing else imports it, and it is imported when first used: compiling it takes a while.
 */

const CODECS: Readonly<Record<ParquetCodec, parquetWasm.Compression>> = {
  uncompressed: parquetWasm.Compression.UNCOMPRESSED,
  snappy: parquetWasm.Compression.SNAPPY,
  gzip: parquetWasm.Compression.GZIP,
  brotli: parquetWasm.Compression.BROTLI,
  zstd: parquetWasm.Compression.ZSTD,
  lz4_raw: parquetWasm.Compression.LZ4_RAW,
};

export interface EncodeOptions {
  readonly codec: ParquetCodec;
  readonly rowGroupSize: number;
}

const writerProperties = ({ codec, rowGroupSize }: EncodeOptions): parquetWasm.WriterProperties =>
  new parquetWasm.WriterPropertiesBuilder()
    .setCompression(CODECS[codec])
    .setMaxRowGroupSize(rowGroupSize)
    .setStatisticsEnabled(parquetWasm.EnabledStatistics.Page)
    .setCreatedBy('quern')
    .build();

const toWasmTable = (table: Table): parquetWasm.Table => parquetWasm.Table.fromIPCStream(tableToIPC(table, 'stream'));

/** A whole file without rows. Throws when Parquet cannot hold the schema. */
export const encodeEmpty = (schema: Schema, options: EncodeOptions): Uint8Array =>
  parquetWasm.writeParquet(toWasmTable(new Table(schema)), writerProperties(options));

/** The file's bytes piece by piece, as row groups fill. At least one batch; none empty. The caller has tried the schema with `encodeEmpty`. */
export async function* encodeBatches(batches: AsyncIterator<RecordBatch>, options: EncodeOptions): AsyncGenerator<Uint8Array> {
  // The encoder cannot be told of an error: it gets an early end, and the error is thrown here.
  let failure: { readonly error: unknown } | undefined;
  const input = new ReadableStream<parquetWasm.RecordBatch>(
    {
      async pull(controller) {
        try {
          const { value, done } = await batches.next();
          if (done) controller.close();
          else for (const batch of toWasmTable(new Table([value])).recordBatches()) controller.enqueue(batch);
        } catch (error) {
          failure = { error };
          controller.close();
        }
      },
    },
    { highWaterMark: 1 },
  );
  const output = (await parquetWasm.transformParquetStream(input, writerProperties(options))) as AsyncIterable<Uint8Array>;
  for await (const piece of output) {
    if (failure !== undefined) throw failure.error;
    yield piece;
  }
  if (failure !== undefined) throw failure.error;
}
