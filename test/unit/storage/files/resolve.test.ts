import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileConstants, isRuledOut } from '#quern/storage/files/constants.js';
import { expandGlob, segmentMatcher } from '#quern/storage/files/glob.js';
import { resolveFiles } from '#quern/storage/files/resolve.js';

let root: string;
const touch = (name: string, content = 'a\n1\n'): void => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
};
const under = (paths: readonly string[]): string[] => paths.map((path) => path.slice(root.length + 1));
const glob = (pattern: string): string[] => under(expandGlob(join(root, pattern)));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('globs', () => {
  beforeEach(() => {
    for (const name of [
      'a.csv',
      'b.csv',
      'c.parquet',
      '.hidden.csv',
      'x/a.csv',
      'x/y/a.csv',
      'x/.z/a.csv',
      'x10.csv',
      'x2.csv',
      'we[ir]d.csv',
    ])
      touch(name);
  });

  for (const [pattern, expected] of [
    ['*.csv', ['a.csv', 'b.csv', 'we[ir]d.csv', 'x10.csv', 'x2.csv']],
    ['?.csv', ['a.csv', 'b.csv']],
    ['[a-b].csv', ['a.csv', 'b.csv']],
    ['[!a].csv', ['b.csv']],
    ['{a,c}.{csv,parquet}', ['a.csv', 'c.parquet']],
    ['{x/,}a.csv', ['a.csv', 'x/a.csv']],
    ['**/a.csv', ['a.csv', 'x/a.csv', 'x/y/a.csv']],
    ['x/**', ['x/a.csv', 'x/y/a.csv']],
    ['x/*/a.csv', ['x/y/a.csv']],
    ['*/a.csv', ['x/a.csv']],
    ['.*.csv', ['.hidden.csv']],
    ['we\\[ir\\]d.csv', ['we[ir]d.csv']],
    ['nothing*', []],
    ['none/*.csv', []],
  ] as const) {
    it(`${pattern} matches ${expected.length} files in order`, () => assert.deepEqual(glob(pattern), expected));
  }

  it('does not loop through links to directories', () => {
    symlinkSync(root, join(root, 'x/loop'));
    assert.deepEqual(glob('**/a.csv'), ['a.csv', 'x/a.csv', 'x/y/a.csv']);
  });

  it('takes a range that is none as itself', () => assert.equal(segmentMatcher('[z-a]')('[z-a]'), true));
});

describe('resolving names', () => {
  it('takes lists in order, globs sorted, and a name with wildcards that exists as it is', () => {
    for (const name of ['b.csv', 'a.csv', 'c[1].csv', 'c1.csv']) touch(name);
    const { files, format } = resolveFiles([join(root, 'b.csv'), join(root, '[ab].csv'), join(root, 'c[1].csv')]);
    assert.deepEqual(under(files.map(({ path }) => path)), ['b.csv', 'a.csv', 'b.csv', 'c[1].csv']);
    assert.equal(format, 'csv');
    assert.equal(files[0].sizeBytes, 4);
  });

  it('reads a directory as all of its data files, without those that begin with _ or .', () => {
    for (const name of ['t/b.csv', 't/_SUCCESS', 't/.crc.csv', 't/deep/a.csv', 't/_temporary/a.csv', 't/readme.md']) touch(name);
    assert.deepEqual(under(resolveFiles([join(root, 't')]).files.map(({ path }) => path)), ['t/b.csv', 't/deep/a.csv']);
    assert.deepEqual(under(resolveFiles([`${join(root, 't')}/`]).files.map(({ path }) => path)), ['t/b.csv', 't/deep/a.csv']);
  });

  it('finds Parquet by its magic when the name says nothing', () => {
    touch('a', 'PAR1....PAR1');
    touch('b', 'x,y\n');
    assert.equal(resolveFiles([join(root, 'a')]).format, 'parquet');
    assert.equal(resolveFiles([join(root, 'b')]).format, 'csv');
    assert.throws(() => resolveFiles([join(root, 'a'), join(root, 'b')]), { sqlState: '0A000' });
  });

  it('says what is missing and what may be meant', () => {
    touch('flights.csv');
    assert.throws(() => resolveFiles([join(root, 'flight.csv')], {}, 14), {
      sqlState: '58P01',
      position: 14,
      message: `file "${root}/flight.csv" does not exist`,
      hint: `did you mean "${root}/flights.csv"?`,
    });
    assert.throws(() => resolveFiles([join(root, 'nodir/x.csv')]), { sqlState: '58P01', hint: `directory "${root}/nodir" does not exist` });
    assert.throws(() => resolveFiles([join(root, 'flights.csv/x.csv')]), { sqlState: '58P01' });
    assert.throws(() => resolveFiles([join(root, '*.parquet')]), {
      sqlState: '58P01',
      message: `no file matches "${root}/*.parquet"`,
      hint: `directory "${root}" has "flights.csv"`,
    });
    assert.throws(() => resolveFiles([join(root, 'nodir/*.csv')]), { sqlState: '58P01', hint: `directory "${root}/nodir" does not exist` });
    mkdirSync(join(root, 'empty'));
    assert.throws(() => resolveFiles([join(root, 'empty')]), {
      sqlState: '58P01',
      message: `directory "${root}/empty" has no Parquet or CSV files`,
      hint: `directory "${root}/empty" is empty`,
    });
    assert.throws(() => resolveFiles(['~/x.csv']), { sqlState: '58P01', hint: /not expanded/ });
    assert.throws(() => resolveFiles(['s3://bucket/x.csv']), { sqlState: '0A000' });
    assert.throws(() => resolveFiles(['']), { sqlState: '22023' });
    assert.throws(() => resolveFiles(['a\0b']), { sqlState: '22023' });
    touch('x.csv.gz');
    assert.throws(() => resolveFiles([join(root, 'x.csv.gz')]), { sqlState: '0A000', hint: 'decompress the file first' });
  });
});

describe('hive partitions', () => {
  it('become columns of the narrowest type, with NULL and decoded text', () => {
    for (const name of [
      'year=2024/month=01/d=2024-01-31/who=a%20b/big=1/x.csv',
      'year=2023/month=12/d=__HIVE_DEFAULT_PARTITION__/who=5/big=5000000000/x.csv',
    ])
      touch(name);
    const { hiveColumns, valuesPerFile } = resolveFiles([join(root, '**/*.csv')]);
    assert.deepEqual(
      hiveColumns.map(({ name, type }) => `${name} ${type.kind}`),
      ['year integer', 'month integer', 'd date', 'who text', 'big bigint'],
    );
    assert.deepEqual(valuesPerFile, [
      [2023, 12, null, '5', 5000000000n],
      [2024, 1, 19753, 'a b', 1n],
    ]);
  });

  it('are not guessed when the files differ', () => {
    touch('year=2024/x.csv');
    touch('y.csv');
    assert.deepEqual(resolveFiles([join(root, '**/*.csv')]).hiveColumns, []);
    assert.throws(() => resolveFiles([join(root, '**/*.csv')], { hivePartitioning: true }), { sqlState: '22023', detail: /year/ });
    assert.deepEqual(resolveFiles([join(root, 'year=2024/x.csv')], { hivePartitioning: false }).hiveColumns, []);
  });

  it('rule out files', () => {
    const columns = [
      { name: 'a', type: { kind: 'text' } },
      { name: 'Year', type: { kind: 'integer' } },
      { name: 'filename', type: { kind: 'text' } },
    ] as const;
    const constants = fileConstants('t/year=2024/x.csv', { hivePartitioning: true, filenameColumn: true }, columns);
    assert.deepEqual(constants, { 1: 2024, 2: 't/year=2024/x.csv' });
    assert.equal(isRuledOut(constants, [{ ordinal: 1, op: '>', values: [2023] }]), false);
    assert.equal(isRuledOut(constants, [{ ordinal: 1, op: 'in', values: [2022, 2023] }]), true);
    assert.equal(isRuledOut(constants, [{ ordinal: 1, op: 'is null', values: [] }]), true);
    assert.equal(isRuledOut(constants, [{ ordinal: 0, op: '=', values: ['x'] }]), false);
  });
});
