import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RecordBatch } from 'apache-arrow';
import {
  Bool,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
  type DataType,
} from 'apache-arrow';
import { writeParquet } from '#quern/storage/formats/parquet/write.js';
import { decodeFiles } from './decode.js';
import { temporaryFolder } from './fixtures.js';
import { duckdbColumns } from './oracle.js';

const COLUMNS: readonly (readonly [name: string, type: DataType, make: (i: number) => unknown])[] = [
  ['i', new Int32(), (i) => i],
  ['l', new Int64(), (i) => (i % 3 === 0 ? null : BigInt(i) << 33n)],
  ['d', new Float64(), (i) => i / 3],
  ['b', new Bool(), (i) => i % 2 === 0],
  ['s', new Utf8(), (i) => (i % 5 === 0 ? null : `text ${i}`)],
  ['c', new Dictionary(new Utf8(), new Int32()), (i) => `category ${i % 4}`],
  ['t', new List(new Field('item', new Int32(), true)), (i) => Array.from({ length: i % 4 }, (_, k) => k + i)],
];

const schema = new Schema(COLUMNS.map(([name, type]) => new Field(name, type, true)));

function batchOf(from: number, rows: number): RecordBatch {
  const vectors = COLUMNS.map(([name, type, make]) => [
    name,
    vectorFromArray(
      Array.from({ length: rows }, (_, i) => make(from + i)),
      type,
    ),
  ]);
  return new Table(schema, Object.fromEntries(vectors)).batches[0];
}

describe('writeParquet', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  for (const codec of [undefined, 'uncompressed', 'SNAPPY', 'zstd', 'gzip', 'brotli', 'lz4_raw']) {
    it(`writes what readers read, codec ${codec ?? 'by default'}`, async () => {
      const path = folder.path(`written-${codec}.parquet`);
      async function* batches() {
        for (let i = 0; i < 5; i++) yield batchOf(i * 1000, 1000);
      }
      assert.equal(await writeParquet(path, batches(), schema, { codec, rowGroupSize: 1500 }), 5000);
      const decoded = await decodeFiles([path]);
      const expected = await duckdbColumns(`SELECT * FROM '${path}'`, decoded.types);
      COLUMNS.forEach(([name, , make], column) => {
        assert.deepEqual(decoded.columns[column], expected[column], name);
        if (name !== 't')
          assert.deepEqual(
            decoded.columns[column],
            Array.from({ length: 5000 }, (_, i) => make(i)),
            name,
          );
      });
      const [[groups], [statistics]] = await duckdbColumns(
        `SELECT max(row_group_id) + 1, count(stats_min_value) FILTER (path_in_schema = 'i') FROM parquet_metadata('${path}')`,
        [{ kind: 'integer' }, { kind: 'integer' }],
      );
      assert.deepEqual([groups, statistics], [4, 4]);
    });
  }

  it('keeps dates, timestamps and decimals', async () => {
    const path = folder.path('exact.parquet');
    const fields: Readonly<Record<string, DataType>> = {
      day: new DateDay(),
      at: new TimestampMicrosecond(),
      amount: new Decimal(2, 15, 128),
      pair: new Struct([new Field('x', new Int32(), true)]),
    };
    const table = new Table({
      day: vectorFromArray([new Date('2024-02-29'), null], fields.day),
      at: vectorFromArray([1_709_164_800_000, null], fields.at),
      amount: vectorFromArray([Uint32Array.of(12345, 0, 0, 0), null], fields.amount),
      pair: vectorFromArray([{ x: 1 }, null], fields.pair),
    });
    await writeParquet(path, table.batches, table.schema);
    const { types, columns } = await decodeFiles([path]);
    assert.deepEqual(
      types.map(({ kind }) => kind),
      ['date', 'timestamp', 'decimal', 'struct'],
    );
    assert.deepEqual(columns, [
      [19782, null],
      [1_709_164_800_000_000n, null],
      [12345n, null],
      [[1], null],
    ]);
  });

  it('writes a table without rows', async () => {
    const path = folder.path('nothing.parquet');
    assert.equal(await writeParquet(path, [], schema), 0);
    const { names, columns } = await decodeFiles([path]);
    assert.deepEqual([names, columns], [COLUMNS.map(([name]) => name), COLUMNS.map(() => [])]);
  });

  it('leaves what was there when a batch fails, and no temporary file', async () => {
    const path = folder.path('kept.parquet');
    writeFileSync(path, 'before');
    async function* failing() {
      yield batchOf(0, 10);
      yield batchOf(10, 10);
      throw new RangeError('no more');
    }
    await assert.rejects(writeParquet(path, failing(), schema, { rowGroupSize: 5 }), { name: 'RangeError', message: 'no more' });
    assert.deepEqual(
      readdirSync(dirname(path)).filter((name) => name.startsWith('kept')),
      ['kept.parquet'],
    );
    await assert.rejects(decodeFiles([path]), { sqlState: 'XX001' });
    assert.ok(existsSync(path));
  });

  it('refuses unknown codecs, sizes and folders', async () => {
    await assert.rejects(writeParquet(folder.path('x.parquet'), [], schema, { codec: 'lzma' }), { sqlState: '22023' });
    await assert.rejects(writeParquet(folder.path('x.parquet'), [], schema, { rowGroupSize: 0 }), { sqlState: '22023' });
    await assert.rejects(writeParquet(folder.path('no/such/folder/x.parquet'), [], schema), { sqlState: '58P01' });
  });
});
