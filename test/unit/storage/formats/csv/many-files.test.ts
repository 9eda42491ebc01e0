import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { typeName } from '#quern/data/types.js';
import { openFiles } from '#quern/storage/open.js';
import { openPartition, planTable } from './scan.js';
import { readTable, testArena, withFolder } from './read.js';

const put = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

describe('CSV in many files', () => {
  it('is read in order, with columns by name where headers differ in order', () =>
    withFolder(async (folder) => {
      put(folder, { '1.csv': 'a,b\n1,x\n', '2.csv': 'b,a\ny,2\n', '3.csv': 'A,B\n3,z\n' });
      const { names, rows } = await readTable([join(folder, '*.csv')]);
      assert.deepEqual(names, ['a', 'b']);
      assert.deepEqual(rows, [
        [1, 'x'],
        [2, 'y'],
        [3, 'z'],
      ]);
    }));

  it('must have the same columns, unless it is united by name', () =>
    withFolder(async (folder) => {
      put(folder, { '1.csv': 'a,b\n1,x\n', '2.csv': 'a,c\n2,2.5\n' });
      await assert.rejects(readTable([join(folder, '*.csv')]), {
        sqlState: '22P04',
        message: /2\.csv", line 1: bad header: its columns \(a, c\)/,
        hint: /union_by_name/,
      });
      const { names, types, rows } = await readTable([join(folder, '*.csv')], { union_by_name: true });
      assert.deepEqual(names, ['a', 'b', 'c']);
      assert.deepEqual(types.map(typeName), ['integer', 'text', 'double precision']);
      assert.deepEqual(rows, [
        [1, 'x', null],
        [2, null, 2.5],
      ]);
    }));

  it('has the types that all sampled files have', () =>
    withFolder(async (folder) => {
      put(folder, { '1.csv': 'a\n1\n', '2.csv': 'a\n1.5\n', '3.csv': '' });
      assert.deepEqual((await readTable([join(folder, '*.csv')])).rows, [[1], [1.5]]);
    }));

  it('has its partitions as columns', () =>
    withFolder(async (folder) => {
      put(folder, { 'year=2023/p=a%20b/1.csv': 'v\n1\n2\n', 'year=2024/p=__HIVE_DEFAULT_PARTITION__/1.csv': 'v\n3\n' });
      const { names, rows } = await readTable([join(folder, '**/*.csv')], { filename: true });
      assert.deepEqual(names, ['v', 'year', 'p', 'filename']);
      assert.deepEqual(
        rows.map((row) => row.slice(0, 3)),
        [
          [1, 2023, 'a b'],
          [2, 2023, 'a b'],
          [3, 2024, null],
        ],
      );
      assert.deepEqual((await readTable([folder], { hive_partitioning: false })).names, ['v']);
    }));

  it('takes a partition key over a column of the same name', () =>
    withFolder(async (folder) => {
      put(folder, { 'k=7/1.csv': 'v,k\n1,x\n' });
      const { names, rows } = await readTable([folder]);
      assert.deepEqual([names, rows], [['v', 'k'], [[1, 7]]]);
    }));

  it('that changes between planning and reading is an error', () =>
    withFolder(async (folder) => {
      put(folder, { '1.csv': 'a\n1\n' });
      const { columns, source } = await openFiles([join(folder, '1.csv')], {});
      const [partition] = await planTable(source, columns);
      appendFileSync(join(folder, '1.csv'), '2\n');
      const arena = testArena();
      const region = arena.kernels.region_new(8) >>> 0;
      assert.throws(() => openPartition(source, partition, [0], [columns[0].type], { arena, region, batchRows: 10, checkCancelled() {} }), {
        sqlState: '55000',
      });
      arena.kernels.region_free(region);
    }));

  it('points at the place in the query', () =>
    withFolder(async (folder) => {
      await assert.rejects(openFiles([join(folder, 'none.csv')], {}, 14), { sqlState: '58P01', position: 14 });
      put(folder, { '1.csv': '' });
      await assert.rejects(openFiles([join(folder, '1.csv')], {}, 14), { sqlState: '22P04', position: 14 });
    }));
});
