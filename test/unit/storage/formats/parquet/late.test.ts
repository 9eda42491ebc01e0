import assert from 'node:assert/strict';
import { newScanMeasure } from '#quern/storage/formats/format.js';
import { describeParquet, parquetFormat } from '#quern/storage/formats/parquet/index.js';
import { decodeFiles, OPTIONS, pinOf, testArena } from './decode.js';
import { copyWithDuckdb, temporaryFolder } from './fixtures.js';

/** Integers in a dictionary and not, with NULLs and without, strings in a dictionary and not, doubles, booleans, a list. */
const COLUMNS = `i::INT AS i, (i % 97)::BIGINT AS few, (i * 7919 % 100003)::BIGINT AS many, CASE WHEN i % 5 > 1 THEN i / 3 END AS d,
  CASE WHEN i % 11 > 0 THEN 'word ' || (i % 50) END AS w, 'a long text of its own, number ' || i AS t, i % 3 = 0 AS b,
  CASE WHEN i % 7 > 0 THEN (i % 1000)::SMALLINT END AS n, [i, i + 1] AS l`;

describe('Parquet columns loaded late', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  const write = async (codec: string, version: string): Promise<string> => {
    const path = folder.path(`${codec}-${version}.parquet`);
    await copyWithDuckdb(
      `SELECT ${COLUMNS} FROM range(9000) r(i)`,
      path,
      `ROW_GROUP_SIZE 6144, CODEC '${codec}', PARQUET_VERSION '${version}'`,
    );
    return path;
  };

  const patterns: readonly (readonly [string, (batch: number) => boolean])[] = [
    ['every batch', () => true],
    ['no batch', () => false],
    ['some batches', (batch) => batch % 7 === 3],
    ['the last batches', (batch) => batch > 6],
  ];
  for (const [codec, version] of [
    ['SNAPPY', 'V1'],
    ['UNCOMPRESSED', 'V1'],
    ['ZSTD', 'V2'],
  ]) {
    for (const batchRows of [7, 1000, 2048]) {
      for (const [name, takes] of patterns) {
        it(`${codec} ${version}, in batches of ${batchRows}, for ${name}`, async () => {
          const path = await write(codec, version);
          const whole = await decodeFiles([path], { batchRows });
          for (const first of [0, 2]) {
            const late = await decodeFiles([path], { batchRows, first, takes });
            assert.deepEqual(late.batches, whole.batches);
            let row = 0;
            whole.batches.forEach((rows, batch) => {
              whole.columns.forEach((values, i) => {
                const wanted = i < first || takes(batch) ? values.slice(row, row + rows) : Array(rows).fill(undefined);
                assert.deepEqual(late.columns[i].slice(row, row + rows), wanted, `column ${whole.names[i]}, batch ${batch}`);
              });
              row += rows;
            });
          }
        });
      }
    }
  }

  it('reads nothing of a column that no batch needs', async () => {
    const path = await write('SNAPPY', 'V1');
    const files = [pinOf(path)];
    const { columns } = await describeParquet(files, OPTIONS);
    const source = { kind: 'parquet' as const, files, options: OPTIONS };
    const [partition] = await parquetFormat.plan(source, columns, []);
    const arena = testArena();
    const bytesRead = (first: number): number => {
      const region = arena.kernels.region_new(9) >>> 0;
      const descriptors = arena.kernels.region_alloc(region, columns.length * 16) >>> 0;
      const measure = newScanMeasure();
      const types = columns.map(({ type }) => type);
      const ordinals = columns.map((_, i) => i);
      const reader = parquetFormat.open(source, partition, ordinals, types, [], {
        arena,
        region,
        batchRows: 2048,
        checkCancelled() {},
        measure,
      });
      while (reader.next(descriptors, first) > 0);
      reader.close();
      arena.kernels.owner_free(9);
      return measure.bytesRead;
    };
    assert.equal(bytesRead(0), 0);
    assert.ok(bytesRead(2) < bytesRead(columns.length) / 5);
  });
});
