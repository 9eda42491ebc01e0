import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Database, type SqlError } from 'quern';

describe('bad input', function () {
  this.timeout(120_000);
  let db: Database;
  let folder: string;
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quern-bad-'));
    db = await open({ threads: 2, memoryLimit: '64MB' });
  });
  after(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });

  /** The error of a query; after it the engine must still answer. */
  const failure = async (sql: string): Promise<SqlError> => {
    const error = await db.query(sql).then(
      () => assert.fail(`no error from ${sql.slice(0, 80)}`),
      (raised: unknown) => raised as SqlError,
    );
    assert.deepEqual((await db.query('SELECT 1 AS one')).toArray(), [{ one: 1 }]);
    return error;
  };

  const files: readonly (readonly [what: string, sql: () => string, sqlState: string, message: RegExp, hint?: RegExp])[] = [
    ['a missing file', () => `SELECT * FROM '${folder}/absent.parquet'`, '58P01', /absent\.parquet" does not exist/],
    ['a glob without matches', () => `SELECT * FROM '${folder}/nothing-*.csv'`, '58P01', /no file matches/],
    ['a file that only claims to be Parquet', () => `SELECT * FROM '${file('short.parquet', 'hello')}'`, 'XX001', /corrupt/],
    ['an empty CSV file', () => `SELECT * FROM '${file('empty.csv', '')}'`, '22P04', /is empty/],
    [
      'a ragged row',
      () => `SELECT * FROM '${file('ragged.csv', 'a,b\n1,2\n3\n')}'`,
      '22P04',
      /ragged\.csv", line 3, column "b"/,
      /null_padding/,
    ],
    [
      'an unterminated quote',
      () => `SELECT * FROM '${file('quote.csv', 'a,b\n1,"x\n3,4\n')}'`,
      '22P04',
      /line 2, column "b": unterminated/,
    ],
    ['a NUL byte', () => `SELECT * FROM '${file('nul.csv', 'a,b\n1,x\0y\n')}'`, '22P04', /line 2, column "b".*NUL/],
    [
      'bytes that are not UTF-8',
      () => `SELECT * FROM '${file('bytes.csv', Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]))}'`,
      '22021',
      /line 2, column "a"/,
    ],
  ];
  for (const [what, sql, sqlState, message, hint] of files) {
    it(what, async () => {
      const error = await failure(sql());
      assert.equal(error.sqlState, sqlState, error.message);
      assert.match(error.message, message);
      if (hint !== undefined) assert.match(error.hint ?? '', hint);
    });
  }

  const expressions: readonly (readonly [sql: string, sqlState: string, hint?: RegExp])[] = [
    ['SELECT 1 / 0', '22012'],
    ['SELECT 2147483647 + 1', '22003'],
    ['SELECT 9223372036854775807 + 1::bigint', '22003'],
    ['SELECT 1e308::float8 * 10', '22003'],
    ["SELECT 'abc'::integer", '22P02'],
    ["SELECT '2020-13-45'::date", '22008'],
    ['SELECT relnam FROM (VALUES (1)) AS v(relname)', '42703', /relname/],
    ["SELECT uppr('x')", '42883', /upper/],
    ['SELECT $1', '42P02'],
    ['SELECT', '42601'],
    ['SELEC 1', '42601'],
    [`SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, '54001'],
  ];
  for (const [sql, sqlState, hint] of expressions) {
    it(sql.slice(0, 60), async () => {
      const error = await failure(sql === 'SELECT' ? 'SELECT FROM FROM' : sql);
      assert.equal(error.sqlState, sqlState, error.message);
      if (hint !== undefined) assert.match(error.hint ?? '', hint);
    });
  }

  const big: readonly (readonly [what: string, sql: string])[] = [
    ['a sort', "SELECT x, repeat('y', 100) FROM generate_series(1, 3000000) AS a(x) ORDER BY x DESC"],
    ['a hash join', 'SELECT count(*) FROM generate_series(1, 5000000) AS a(x) JOIN generate_series(1, 5000000) AS b(x) ON a.x = b.x'],
    ['an aggregation', "SELECT x, string_agg(repeat('a', 200), ',') FROM generate_series(1, 2000000) AS a(x) GROUP BY x"],
    ['a cross join', 'SELECT a.x, b.x FROM generate_series(1, 20000) AS a(x), generate_series(1, 20000) AS b(x) ORDER BY 1'],
  ];
  for (const [what, sql] of big) {
    it(`${what} over the memory limit fails that query only, and names the stage`, async () => {
      const error = await failure(sql);
      assert.equal(error.sqlState, '53200', error.message);
      assert.match(error.message, /out of memory in the .* stage/);
    });
  }

  const wide: readonly (readonly [what: string, sql: string, rows: number])[] = [
    [
      'a list of 2,000 items',
      `SELECT x FROM generate_series(1, 10) AS t(x) WHERE x IN (${Array.from({ length: 2000 }, (_, i) => i).join(', ')})`,
      10,
    ],
    [
      '500 columns',
      `SELECT ${Array.from({ length: 500 }, (_, i) => `x + ${i} AS c${i}`).join(', ')} FROM generate_series(1, 10) AS t(x)`,
      10,
    ],
    ['200 branches of UNION ALL', Array.from({ length: 200 }, (_, i) => `SELECT ${i} AS x`).join(' UNION ALL '), 200],
    [
      '300 nested CASE',
      `SELECT ${'CASE WHEN x > 1 THEN '.repeat(300)}1${' ELSE 2 END'.repeat(300)} FROM generate_series(1, 10) AS t(x)`,
      10,
    ],
    ['100 nested subqueries', `SELECT * FROM ${'(SELECT * FROM '.repeat(100)}(VALUES (1)) AS v(x)${') AS q'.repeat(100)}`, 1],
    [
      '500 terms of OR',
      `SELECT x FROM generate_series(1, 10) AS t(x) WHERE ${Array.from({ length: 500 }, (_, i) => `x = ${i}`).join(' OR ')}`,
      10,
    ],
  ];
  for (const [what, sql, rows] of wide) {
    it(`${what} run`, async () => assert.equal((await db.query(sql)).rowCount, rows));
  }

  it('ignore_errors leaves out bad rows only, wherever their bad bytes are', async () => {
    const bytes = Buffer.from('a,b\n1,2\n3,4,\xff\n5,6\n\xff,7,8\n9,\xff\n10,11\n12,13,\xff\n', 'latin1');
    const sql = `SELECT a FROM read_csv('${file('neighbours.csv', bytes)}', ignore_errors => true, types => 'a integer')`;
    assert.deepEqual((await db.query(sql)).toArray(), [{ a: 1 }, { a: 5 }, { a: 10 }]);
  });

  it('bytes that are not UTF-8 are shown to the end of their line at most', async () => {
    const path = file('cut.csv', Buffer.from('a\nb\n\xf0\nc\n', 'latin1'));
    await assert.rejects(db.query(`FROM '${path}'`), { sqlState: '22021', message: /: 0xf0$/ });
  });

  it('conditions of 5,000 terms over one column, and of 1,500 over different expressions', async () => {
    const terms = (count: number, term: (i: number) => string, by: string) => Array.from({ length: count }, (_, i) => term(i)).join(by);
    const rows = async (condition: string) => (await db.query(`SELECT x FROM generate_series(1, 10) AS t(x) WHERE ${condition}`)).rowCount;
    assert.equal(await rows(terms(5000, (i) => `x = ${i + 5}`, ' OR ')), 6);
    assert.equal(await rows(terms(5000, (i) => `x <> ${i + 5}`, ' AND ')), 4);
    assert.equal(await rows(terms(1500, (i) => `x + ${i} = ${2 * i + 5}`, ' OR ')), 6);
    const branches = terms(1500, (i) => `WHEN x + ${i} = ${2 * i + 5} THEN ${i}`, ' ');
    const { rowCount } = await db.query(`SELECT x FROM generate_series(1, 10) AS t(x) WHERE CASE ${branches} ELSE -1 END >= 0`);
    assert.equal(rowCount, 6);
    assert.equal(await rows(`coalesce(${terms(100, (i) => `nullif(x, x + 0 * ${i})`, ', ')}, 7) = 7`), 10);
  });

  it('what is too large says so', async () => {
    const columns = Array.from({ length: 9000 }, (_, i) => `c${i}`).join(',');
    assert.equal((await failure(`FROM '${file('wide.csv', `${columns}\n${columns}\n`)}'`)).sqlState, '54011');
    assert.equal((await failure(`FROM '${folder}/${'{a,b}'.repeat(30)}.csv'`)).sqlState, '54000');
    assert.equal((await failure("SELECT replace(repeat('a', 100000), 'a', repeat('b', 100000))")).sqlState, '54000');
  });

  it('a file that changes between queries gives fresh answers', async () => {
    const path = file('fresh.csv', 'a\n1\n2\n');
    assert.equal((await db.query(`FROM '${path}'`)).rowCount, 2);
    file('fresh.csv', 'a\n1\n2\n3\n');
    assert.equal((await db.query(`FROM '${path}'`)).rowCount, 3);
  });

  it('a parameter without an SQL form', async () => {
    await assert.rejects(db.query('SELECT $1', [Symbol('x') as unknown as string]), { sqlState: '42846' });
  });
});
