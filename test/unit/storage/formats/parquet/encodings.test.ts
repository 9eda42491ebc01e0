import assert from 'node:assert/strict';
import { Field, Float32, Float64, Int16, Int32, Int64, Bool, Utf8, Schema, Table, vectorFromArray, type DataType } from 'apache-arrow';
import { Compression, EnabledStatistics, Encoding, WriterVersion, type WriterPropertiesBuilder } from 'parquet-wasm';
import { decodeFiles } from './decode.js';
import { temporaryFolder, writeWithWasm } from './fixtures.js';

const ROWS = 5000;
type Make = (i: number) => unknown;

/** Sorted, scattered, repeated and extreme values, so that every encoding meets small and large differences. */
const COLUMNS: readonly (readonly [name: string, type: DataType, make: Make])[] = [
  ['sorted', new Int32(), (i) => i * 3],
  ['scattered', new Int32(), (i) => Math.imul(i, 2654435761)],
  ['small', new Int16(), (i) => (i % 300) - 150],
  ['extreme', new Int64(), (i) => [9223372036854775807n, -9223372036854775808n, 0n, BigInt(i)][i % 4]],
  ['large', new Int64(), (i) => BigInt(i) * 1_000_000_007n],
  ['single', new Float32(), (i) => Math.fround(i / 3)],
  ['double', new Float64(), (i) => Math.sin(i)],
  ['flag', new Bool(), (i) => i % 7 < 3],
  ['runs', new Bool(), (i) => i % 1000 < 500],
  ['words', new Utf8(), (i) => `word ${i % 40}`],
  ['prefixes', new Utf8(), (i) => `a/shared/prefix/${String(i).padStart(6, '0')}/${'é'.repeat(i % 5)}`],
  ['empty', new Utf8(), (i) => (i % 3 === 0 ? '' : 'x'.repeat(i % 30))],
];

const arrowTable = (nulls: (i: number) => boolean): Table => {
  const vectors = COLUMNS.map(([, type, make]) =>
    vectorFromArray(
      Array.from({ length: ROWS }, (_, i) => (nulls(i) ? null : make(i))),
      type,
    ),
  );
  const schema = new Schema(COLUMNS.map(([name, type]) => new Field(name, type, true)));
  return new Table(schema, Object.fromEntries(COLUMNS.map(([name], i) => [name, vectors[i]])));
};

const integers = ['sorted', 'scattered', 'small', 'extreme', 'large'];
const numbers = [...integers, 'single', 'double'];
const texts = ['words', 'prefixes', 'empty'];

const withEncoding = (builder: WriterPropertiesBuilder, names: readonly string[], encoding: Encoding) =>
  names.reduce((chain, name) => chain.setColumnDictionaryEnabled(name, false).setColumnEncoding(name, encoding), builder);

const WRITERS: Readonly<Record<string, (builder: WriterPropertiesBuilder) => WriterPropertiesBuilder>> = {
  plain: (builder) => builder.setDictionaryEnabled(false),
  dictionary: (builder) => builder.setDictionaryEnabled(true),
  'a dictionary that is given up': (builder) => builder.setDictionaryEnabled(true).setDictionaryPageSizeLimit(3000),
  'delta and byte-stream-split': (builder) =>
    withEncoding(
      withEncoding(withEncoding(builder, integers, Encoding.DELTA_BINARY_PACKED), texts, Encoding.DELTA_BYTE_ARRAY),
      ['single', 'double'],
      Encoding.BYTE_STREAM_SPLIT,
    ),
  'delta lengths, split integers, RLE booleans': (builder) =>
    withEncoding(
      withEncoding(withEncoding(builder, ['flag', 'runs'], Encoding.RLE), texts, Encoding.DELTA_LENGTH_BYTE_ARRAY),
      numbers,
      Encoding.BYTE_STREAM_SPLIT,
    ),
};

const NULLS: Readonly<Record<string, (i: number) => boolean>> = {
  no: () => false,
  scattered: (i) => i % 3 === 1,
  'long runs of': (i) => i % 1500 > 700,
  only: () => true,
};

describe('Parquet encodings', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  for (const [nullsName, nulls] of Object.entries(NULLS)) {
    const table = arrowTable(nulls);
    for (const [name, properties] of Object.entries(WRITERS)) {
      for (const version of [WriterVersion.V1, WriterVersion.V2]) {
        it(`reads ${name}, version ${version + 1}, with ${nullsName} NULLs`, async () => {
          const path = folder.path(`${nullsName}-${name}-${version}.parquet`);
          writeWithWasm(table, path, (builder) =>
            properties(builder)
              .setWriterVersion(version)
              .setCompression(Compression.SNAPPY)
              .setDataPageSizeLimit(2048)
              .setWriteBatchSize(100)
              .setMaxRowGroupSize(3000)
              .setStatisticsEnabled(EnabledStatistics.Page),
          );
          const decoded = await decodeFiles([path], { batchRows: 257 });
          COLUMNS.forEach(([column, , make], i) => {
            assert.deepEqual(
              decoded.columns[i],
              Array.from({ length: ROWS }, (_, row) => (nulls(row) ? null : make(row))),
              column,
            );
          });
        });
      }
    }
  }
});
