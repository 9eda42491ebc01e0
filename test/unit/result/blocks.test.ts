import assert from 'node:assert/strict';
import { open, SqlError, type Database } from 'quern';
import { Random, testSeed } from '../../support/random.js';

/** Every type that leaves in blocks, made of a random number; some are NULL. */
const COLUMNS = [
  'k',
  'k % 100 = 1 AS b',
  '(k % 1000)::smallint AS s',
  "CASE WHEN k % 3 = 0 THEN repeat('é', (k % 40)::integer) END AS t",
  "CASE WHEN k % 5 > 0 THEN 'inline' || (k % 7) END AS short",
  "(k % 50)::text || repeat('-', 40) AS long",
  'CASE WHEN k % 11 < 5 THEN k::double precision / 7 END AS d',
  'k::real AS r',
  'CASE WHEN k % 4 = 0 THEN k::decimal(30, 3) END AS wide',
  'k::decimal(9, 2) AS narrow',
  "date '2020-01-01' + (k % 1000)::integer AS day",
  "timestamp '2020-01-01' + k * interval '1 second' AS at",
  "CASE WHEN k % 2 = 0 THEN k * interval '1 minute' END AS i",
  'md5(k::text)::uuid AS id',
  "decode(md5(k::text), 'hex') AS raw",
].join(', ');

describe('rows that leave in blocks', () => {
  const seed = testSeed();
  let db: Database;
  before(async () => {
    db = await open({ threads: 2, memoryLimit: '256MB' });
    const random = new Random(seed);
    await db.registerTable(
      'numbers',
      Array.from({ length: 5_000 }, () => ({ k: random.below(1_000_000) })),
    );
  });
  after(() => db.close());

  for (const batchRows of [3, 100, 8192]) {
    it(`are those that leave with a nested column, in their order (batch ${batchRows}, seed ${seed})`, async () => {
      await db.query(`SET batch_rows = ${batchRows}`);
      const from = `FROM numbers${batchRows === 3 ? ' LIMIT 500' : ''}`;
      const blocks = await db.query(`SELECT ${COLUMNS} ${from}`);
      const chunks = await db.query(`SELECT ${COLUMNS}, ARRAY[1] AS nested ${from}`);
      assert.equal(blocks.rowCount, batchRows === 3 ? 500 : 5_000);
      const expected = [...chunks.values()].map((row) => row.slice(0, -1));
      assert.deepEqual([...blocks.values()], expected);
      const plain = (row: object) => ({ ...row, nested: undefined });
      assert.deepEqual(blocks.toArray().map(plain), chunks.toArray().map(plain));
      const [one, other] = [blocks.toArrow(), chunks.toArrow()];
      for (const { name } of blocks.columns) {
        assert.equal(one.getChild(name)!.nullCount, other.getChild(name)!.nullCount, name);
        assert.deepEqual([...one.getChild(name)!], [...other.getChild(name)!], name);
      }
    });
  }

  it('leave in the middle of a batch when a join makes many of one', async () => {
    await db.query('SET batch_rows = 8192');
    const result = await db.query(
      "SELECT a, b, 'row ' || a || ', ' || b AS t FROM generate_series(1, 300) AS x(a) JOIN generate_series(1, 300) AS y(b) ON a <> b",
    );
    assert.equal(result.rowCount, 300 * 299);
    const seen = new Set<string>();
    for (const [a, b, t] of result.values()) {
      assert.equal(t, `row ${String(a)}, ${String(b)}`);
      seen.add(t as string);
    }
    assert.equal(seen.size, result.rowCount);
  });

  it('may hold strings of megabytes', async () => {
    const result = await db.query("SELECT i, repeat(i::text, 3000000) AS t, 'after' AS u FROM generate_series(1, 9) AS g(i)");
    assert.deepEqual(
      result.toArray().map(({ i, t, u }) => [i, t === String(i).repeat(3_000_000), u]),
      Array.from({ length: 9 }, (_, i) => [i + 1, true, 'after']),
    );
  });

  it('may have no column, and there may be none', async () => {
    assert.equal((await db.query('SELECT FROM numbers')).rowCount, 5_000);
    const none = await db.query("SELECT k, 'x' AS t FROM numbers WHERE k < 0");
    assert.deepEqual([none.rowCount, none.toArray(), none.toArrow().numRows], [0, [], 0]);
  });

  it('raise 53200 when they would take more than the limit, and the next query has all of it', async () => {
    const small = await open({ threads: 2, memoryLimit: '64MB' });
    try {
      const rows = (count: number) => small.query(`SELECT i, i + 1 AS j FROM generate_series(1, ${count}) AS g(i)`);
      for (let round = 0; round < 2; round++) {
        assert.equal((await rows(3_000_000)).rowCount, 3_000_000);
        await assert.rejects(rows(10_000_000), (error) => error instanceof SqlError && error.sqlState === '53200');
      }
    } finally {
      await small.close();
    }
  });
});
