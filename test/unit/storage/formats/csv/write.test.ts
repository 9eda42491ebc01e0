import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIGINT, BOOLEAN, DATE, decimal, DOUBLE, INTEGER, TEXT, TIMESTAMP } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { SqlError } from '#quern/errors.js';
import { copyFromArguments } from '#quern/storage/formats/csv/copy-options.js';
import { writeCsv, type CsvRows } from '#quern/storage/formats/csv/write.js';
import { readWriteOptions } from '#quern/storage/formats/csv/write-options.js';
import { readTable, withFolder } from './read.js';
import { randomSource, runSeed } from './twin.js';

const table = (columns: CsvRows['columns'], rows: readonly (readonly SqlValue[])[]): CsvRows => ({ columns, values: () => rows });

function written(rows: CsvRows, options: Parameters<typeof readWriteOptions>[0] = {}): Promise<string> {
  return withFolder(async (folder) => {
    const path = join(folder, 'out.csv');
    assert.equal(
      await writeCsv(
        path,
        rows,
        readWriteOptions(
          options,
          rows.columns.map(({ name }) => name),
        ),
      ),
      [...rows.values()].length,
    );
    assert.deepEqual(readdirSync(folder), ['out.csv']);
    return readFileSync(path, 'utf8');
  });
}

describe('writing CSV', () => {
  const texts = table(
    [
      { name: 'a', type: TEXT },
      { name: 'b, c', type: INTEGER },
    ],
    [
      ['x', 1],
      ['', null],
      [null, 2],
      ['say "hi"', 3],
      ['two\nlines', 4],
      ['a,b', 5],
    ],
  );

  it('quotes what needs it, and the empty string but not NULL', async () => {
    assert.equal(await written(texts), 'a,"b, c"\nx,1\n"",\n,2\n"say ""hi""",3\n"two\nlines",4\n"a,b",5\n');
  });

  it('takes the options of COPY', async () => {
    assert.equal(
      await written(texts, { header: false, delimiter: ';', null: 'NULL', quote: "'", force_quote: ['a'] }),
      "'x';1\n'';NULL\nNULL;2\n'say \"hi\"';3\n'two\nlines';4\n'a,b';5\n",
    );
    assert.equal(await written(table([{ name: 'a', type: TEXT }], [['a"\\b']]), { escape: '\\', header: 'off' }), '"a\\"\\\\b"\n');
    for (const [options, sqlState] of [
      [{ delimiter: ';;' }, '22023'],
      [{ delimeter: ';' }, '42601'],
      [{ quote: ',' }, '22023'],
      [{ force_quote: ['z'] }, '42703'],
      [{ null: 'a,b' }, '22023'],
      [{ encoding: 'latin1' }, '0A000'],
    ] as const) {
      assert.throws(() => readWriteOptions(options, ['a']), { sqlState });
    }
  });

  it('writes values as PostgreSQL does', async () => {
    const columns = [
      { name: 'a', type: BOOLEAN },
      { name: 'b', type: decimal(10, 2) },
      { name: 'c', type: DOUBLE },
      { name: 'd', type: DATE },
      { name: 'e', type: TIMESTAMP },
    ];
    assert.equal(
      await written(table(columns, [[true, -5n, 0.1, 19782, 1_709_208_000_000_000n]])),
      'a,b,c,d,e\nt,-0.05,0.1,2024-02-29,2024-02-29 12:00:00\n',
    );
  });

  it('and reading it with COPY takes what COPY says', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'in.csv');
      writeFileSync(path, "x;NULL\n'a;b';2\n");
      const columns = [
        { name: 'a b', type: TEXT },
        { name: 'n', type: decimal(10, 2) },
      ];
      const { names, rows } = await readTable(
        [path],
        copyFromArguments(path, { format: 'csv', delimiter: ';', null: 'NULL', quote: "'" }, columns),
      );
      assert.deepEqual(
        [names, rows],
        [
          ['a b', 'n'],
          [
            ['x', null],
            ['a;b', 200n],
          ],
        ],
      );
      writeFileSync(path, 'whatever,it\n1,2\n');
      assert.deepEqual((await readTable([path], copyFromArguments(path, { header: 'true' }, columns))).rows, [['1', 200n]]);
      assert.throws(() => copyFromArguments(path, { headr: true }, columns), { sqlState: '42601', hint: 'did you mean "header"?' });
    }));

  it('leaves the old file when it fails, and nothing beside it', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'out.csv');
      writeFileSync(path, 'old');
      const failing: CsvRows = {
        columns: [{ name: 'a', type: TEXT }],
        *values() {
          yield ['x'];
          throw new SqlError('22012', 'division by zero');
        },
      };
      await assert.rejects(writeCsv(path, failing, readWriteOptions({}, ['a'])), { sqlState: '22012' });
      assert.equal(readFileSync(path, 'utf8'), 'old');
      assert.deepEqual(readdirSync(folder), ['out.csv']);
      await assert.rejects(writeCsv(folder, texts, readWriteOptions({}, ['a'])), { sqlState: '42809' });
      await assert.rejects(writeCsv(join(folder, 'none/x.csv'), texts, readWriteOptions({}, ['a'])), { sqlState: '58P01' });
      assert.equal(existsSync(join(folder, 'none')), false);
    }));

  const seed = runSeed();
  it(`is read back as it was (QUERN_SEED=${seed})`, () =>
    withFolder(async (folder) => {
      const random = randomSource(seed);
      const columns = [
        { name: 'a', type: TEXT },
        { name: 'b', type: BIGINT },
        { name: 'c', type: DOUBLE },
        { name: 'd', type: decimal(38, 5) },
        { name: 'e', type: TIMESTAMP },
      ];
      const orNull = (value: SqlValue): SqlValue => (random.below(5) === 0 ? null : value);
      const rows = Array.from({ length: 3000 }, () => [
        orNull(
          Array.from({ length: random.below(20) }, () => random.pick(['a', '"', ',', '\n', '\r', ' ', 'é', '\\', '😀', "'"])).join(''),
        ),
        orNull(BigInt(random.below(2 ** 32)) * BigInt(random.below(2 ** 30)) * (random.below(2) === 0 ? 1n : -1n)),
        orNull(new Float64Array(new Uint32Array([random.below(2 ** 32), random.below(2 ** 31) & 0x7fefffff]).buffer)[0]),
        orNull(BigInt(random.below(2 ** 32)) ** 3n * (random.below(2) === 0 ? 1n : -1n)),
        orNull(BigInt(random.below(2 ** 32)) * 1_234_567n - 10n ** 15n),
      ]);
      const path = join(folder, 'out.csv');
      await writeCsv(path, table(columns, rows), readWriteOptions({}, []));
      const back = await readTable([path], {
        types: [
          ['b', 'bigint'],
          ['d', 'numeric(38,5)'],
        ],
      });
      assert.deepEqual(
        back.types,
        columns.map(({ type }) => type),
      );
      assert.deepEqual(back.rows, rows);
    }));
});
