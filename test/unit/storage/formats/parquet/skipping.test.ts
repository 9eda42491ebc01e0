import assert from 'node:assert/strict';
import { mkdirSync, utimesSync } from 'node:fs';
import { Compression, EnabledStatistics } from 'parquet-wasm';
import { Field, Float64, Int32, Schema, Table, Utf8, vectorFromArray } from 'apache-arrow';
import type { SqlValue } from '#quern/data/value.js';
import type { ScanPredicate } from '#quern/storage/formats/format.js';
import { describeParquet, parquetFormat } from '#quern/storage/formats/parquet/index.js';
import { decodeFiles, OPTIONS, pinOf } from './decode.js';
import { copyWithDuckdb, temporaryFolder, writeWithWasm } from './fixtures.js';

const ROWS = 20_000;

describe('Parquet skipping', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  /** Sorted by k, pages of different length in every column; NULLs in n. */
  function pagedFile(): string {
    const path = folder.path('paged.parquet');
    const rows = Array.from({ length: ROWS }, (_, i) => i);
    const schema = new Schema([new Field('k', new Int32(), true), new Field('s', new Utf8(), true), new Field('n', new Float64(), true)]);
    const table = new Table(schema, {
      k: vectorFromArray(rows, new Int32()),
      s: vectorFromArray(
        rows.map((i) => `text of row ${i}, ${'.'.repeat(i % 37)}`),
        new Utf8(),
      ),
      n: vectorFromArray(
        rows.map((i) => (i % 3 === 0 || i < 10_000 ? null : i / 2)),
        new Float64(),
      ),
    });
    writeWithWasm(table, path, (builder) =>
      builder
        .setDictionaryEnabled(false)
        .setCompression(Compression.ZSTD)
        .setDataPageSizeLimit(4000)
        .setWriteBatchSize(64)
        .setMaxRowGroupSize(10_000)
        .setStatisticsEnabled(EnabledStatistics.Page),
    );
    return path;
  }

  const consistent = (k: SqlValue, s: SqlValue, n: SqlValue): boolean =>
    s === `text of row ${String(k)}, ${'.'.repeat((k as number) % 37)}` &&
    n === ((k as number) % 3 === 0 || (k as number) < 10_000 ? null : (k as number) / 2);

  const cases: readonly (readonly [string, ScanPredicate, (i: number) => boolean, number])[] = [
    ['k = 12345', { ordinal: 0, op: '=', values: [12345] }, (i) => i === 12345, 2000],
    ['k < 100', { ordinal: 0, op: '<', values: [100] }, (i) => i < 100, 2000],
    ['k <= 0', { ordinal: 0, op: '<=', values: [0] }, (i) => i <= 0, 2000],
    ['k > 19990', { ordinal: 0, op: '>', values: [19990] }, (i) => i > 19990, 2000],
    ['k >= 9999', { ordinal: 0, op: '>=', values: [9999] }, (i) => i >= 9999, 12_000],
    ['k in (5, 15000)', { ordinal: 0, op: 'in', values: [5, 15000] }, (i) => i === 5 || i === 15000, 4000],
    ['k = 99999', { ordinal: 0, op: '=', values: [99999] }, () => false, 0],
    ['n is not null', { ordinal: 2, op: 'is not null', values: [] }, (i) => i % 3 !== 0 && i >= 10_000, 10_000],
    ['n is null', { ordinal: 2, op: 'is null', values: [] }, (i) => i % 3 === 0 || i < 10_000, ROWS],
    ['n < 5100', { ordinal: 2, op: '<', values: [5100] }, (i) => i >= 10_000 && i % 3 !== 0 && i / 2 < 5100, 4000],
  ];
  for (const [name, predicate, matches, atMost] of cases) {
    for (const batchRows of [3, 1000]) {
      it(`reads few pages for ${name}, in batches of ${batchRows}`, async () => {
        const {
          columns: [k, s, n],
        } = await decodeFiles([pagedFile()], { predicates: [predicate], batchRows });
        assert.ok(k.length <= atMost, `${k.length} rows`);
        assert.ok(
          k.every((value, i) => consistent(value, s[i], n[i])),
          'columns are aligned',
        );
        const wanted = Array.from({ length: ROWS }, (_, i) => i).filter(matches);
        assert.deepEqual(
          k.filter((value) => matches(value as number)),
          wanted,
        );
      });
    }
  }

  it('intersects the pages of several predicates', async () => {
    const predicates: ScanPredicate[] = [
      { ordinal: 0, op: '>', values: [10_500] },
      { ordinal: 2, op: '<', values: [5300] },
    ];
    const {
      columns: [k, s, n],
    } = await decodeFiles([pagedFile()], { predicates });
    assert.ok(k.length < 3000 && k.every((value, i) => consistent(value, s[i], n[i])));
    assert.equal(k.filter((value) => (value as number) > 10_500 && (value as number) / 2 < 5300).length, 99);
  });

  it('leaves out row groups by statistics', async () => {
    const path = folder.path('groups.parquet');
    await copyWithDuckdb(
      "SELECT i::INT AS i, ('t' || (i // 1000))::VARCHAR AS t, DATE '2020-01-01' + (i // 100)::INT AS d, (i / 10)::DECIMAL(10,2) AS m FROM range(10000) r(i)",
      path,
      'ROW_GROUP_SIZE 2048',
    );
    const files = [pinOf(path)];
    const { columns } = await describeParquet(files, OPTIONS);
    const groups = async (ordinal: number, op: ScanPredicate['op'], values: readonly SqlValue[]) =>
      (await parquetFormat.plan({ kind: 'parquet', files, options: OPTIONS }, columns, [{ ordinal, op, values }])).length;
    assert.equal(await groups(0, '<', [0]), 0);
    assert.equal(await groups(0, '<', [1]), 1);
    assert.equal(await groups(0, '=', [9999]), 1);
    assert.equal(await groups(0, '>=', [4000]), 4);
    assert.equal(await groups(1, '=', ['t9']), 1);
    assert.equal(await groups(1, '>', ['t7']), 2);
    assert.equal(await groups(2, '<=', [18262 + 20]), 2);
    assert.equal(await groups(3, '>', [99980n]), 1);
    assert.equal(await groups(0, 'is null', []), 0);
    assert.equal(await groups(0, 'is not null', []), 5);
    assert.equal(await groups(0, '=', [null]), 0);
  });

  it('does not trust the maximum of floats, since NaN is greater than every number', async () => {
    const path = folder.path('nan.parquet');
    await copyWithDuckdb("SELECT (CASE WHEN i = 7 THEN 'NaN' ELSE i::VARCHAR END)::DOUBLE AS x FROM range(10) r(i)", path);
    const files = [pinOf(path)];
    const { columns, statistics } = await describeParquet(files, OPTIONS);
    assert.equal(statistics[0].max, undefined);
    assert.equal(
      (await parquetFormat.plan({ kind: 'parquet', files, options: OPTIONS }, columns, [{ ordinal: 0, op: '>', values: [100] }])).length,
      1,
    );
  });

  it('describes types, counts and bounds', async () => {
    const path = folder.path('described.parquet');
    await copyWithDuckdb(
      "SELECT i::INT AS i, CASE WHEN i % 2 = 0 THEN 'v' || i END AS s, (i - 50)::DECIMAL(5,1) AS m FROM range(100) r(i)",
      path,
      'ROW_GROUP_SIZE 2048',
    );
    const { columns, rowCount, statistics } = await describeParquet([pinOf(path)], OPTIONS);
    assert.equal(rowCount, 100);
    assert.deepEqual(
      columns.map(({ name, type, nullable }) => [name, type.kind, nullable]),
      [
        ['i', 'integer', false],
        ['s', 'text', true],
        ['m', 'decimal', false],
      ],
    );
    assert.deepEqual([statistics[0].min, statistics[0].max, statistics[0].nullCount], [0, 99, 0]);
    assert.deepEqual([statistics[1].min, statistics[1].max, statistics[1].nullCount], ['v0', 'v98', 50]);
    assert.deepEqual([statistics[2].min, statistics[2].max], [-500n, 490n]);
  });

  it('reads files of one table by name, widening types', async () => {
    const first = folder.path('first.parquet');
    const second = folder.path('second.parquet');
    await copyWithDuckdb('SELECT i::INT AS a, i::FLOAT AS b FROM range(3) r(i)', first);
    await copyWithDuckdb("SELECT 'x' || i AS c, (i + 10000000000)::BIGINT AS A FROM range(2) r(i)", second);
    await assert.rejects(decodeFiles([first, second]), { sqlState: '42703' });
    const { names, columns } = await decodeFiles([first, second], { options: { ...OPTIONS, unionByName: true }, batchRows: 2 });
    assert.deepEqual(names, ['a', 'b', 'c']);
    assert.deepEqual(columns, [
      [0n, 1n, 2n, 10000000000n, 10000000001n],
      [0, 1, 2, null, null],
      [null, null, null, 'x0', 'x1'],
    ]);
    const third = folder.path('third.parquet');
    await copyWithDuckdb("SELECT 'text' AS a, 1::FLOAT AS b", third);
    await assert.rejects(decodeFiles([first, third]), { sqlState: '42804' });
  });

  it('fills partition columns and the file name, and prunes by them', async () => {
    const paths = ['2023', '2024'].map((year) => {
      mkdirSync(folder.path(`year=${year}`), { recursive: true });
      return folder.path(`year=${year}/part of a long name.parquet`);
    });
    for (const path of paths) await copyWithDuckdb('SELECT i::INT AS i FROM range(5) r(i)', path);
    const options = { hivePartitioning: true, unionByName: false, filenameColumn: true };
    const files = paths.map(pinOf);
    const columns = [
      { name: 'i', type: { kind: 'integer' } },
      { name: 'year', type: { kind: 'integer' } },
      { name: 'filename', type: { kind: 'text' } },
    ] as const;
    const plan = (predicates: readonly ScanPredicate[]) => parquetFormat.plan({ kind: 'parquet', files, options }, columns, predicates);
    assert.equal((await plan([])).length, 2);
    const [partition, ...others] = await plan([{ ordinal: 1, op: '>', values: [2023] }]);
    assert.equal(others.length, 0);
    assert.deepEqual(partition.constants, { 1: 2024, 2: paths[1] });
    const { testArena, readColumn } = await import('./decode.js');
    const arena = testArena();
    const region = arena.kernels.region_new(9) >>> 0;
    const descriptors = arena.kernels.region_alloc(region, 48) >>> 0;
    const reader = parquetFormat.open(
      { kind: 'parquet', files, options },
      partition,
      [2, 0, 1],
      [columns[2].type, columns[0].type, columns[1].type],
      [],
      { arena, region, batchRows: 4, checkCancelled() {} },
    );
    assert.equal(reader.next(descriptors), 4);
    assert.deepEqual(readColumn(arena, descriptors, columns[2].type, 4), Array(4).fill(paths[1]));
    assert.deepEqual(readColumn(arena, descriptors + 16, columns[0].type, 4), [0, 1, 2, 3]);
    assert.deepEqual(readColumn(arena, descriptors + 32, columns[1].type, 4), Array(4).fill(2024));
    assert.equal(reader.next(descriptors), 1);
    assert.equal(reader.next(descriptors), 0);
    reader.close();
    arena.kernels.owner_free(9);
  });

  it('counts rows without reading columns', async () => {
    const path = folder.path('count.parquet');
    await copyWithDuckdb('SELECT i FROM range(5000) r(i)', path, 'ROW_GROUP_SIZE 2048');
    assert.equal(
      (await decodeFiles([path], { only: [] })).batches.reduce((sum, rows) => sum + rows, 0),
      5000,
    );
  });

  it('raises 55000 for a file that has changed since it was pinned', async () => {
    const path = folder.path('changed.parquet');
    await copyWithDuckdb('SELECT 1 AS a', path);
    const pin = pinOf(path);
    utimesSync(path, new Date(0), new Date(0));
    await assert.rejects(describeParquet([pin], OPTIONS), { sqlState: '55000' });
  });
});
