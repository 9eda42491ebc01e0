import assert from 'node:assert/strict';
import { open, type Database } from 'quern';

/** Much more work than the time that the tests give it. */
const ENDLESS: readonly (readonly [what: string, sql: string])[] = [
  ['a nested loop', 'SELECT count(*) FROM generate_series(1, 1000000) AS a(x), generate_series(1, 1000000) AS b(x) WHERE a.x < b.x'],
  [
    'an aggregation over a cross join',
    'SELECT sum(a.x * b.x) FROM generate_series(1, 1000000) AS a(x), generate_series(1, 1000000) AS b(x)',
  ],
  // What never looks up: expressions that only V8 can match, such as those with back-references, and kernels and generators inside one row.
  ['a regular expression that backtracks without end', "SELECT repeat('a', 60) || '!' ~ '^(a|a)*b\\1$'"],
  ['the same over rows', "SELECT count(*) FROM generate_series(1, 3) AS t(x) WHERE repeat('a', 60 + x) SIMILAR TO '(a|a)*b'"],
  ['a series within one row', 'SELECT generate_series(1, 9223372036854775807)'],
  [
    'a window over large frames',
    `SELECT sum(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW)
     FROM generate_series(1, 300000) AS t(x)`,
  ],
];
/** From the signal to the error, on a machine that does other things too. */
const LATENCY_MS = 2000;

describe('cancelling', function () {
  this.timeout(60_000);
  let db: Database;
  before(async () => {
    db = await open({ threads: 2, memoryLimit: '256MB' });
    await db.query('SELECT 1');
  });
  after(() => db.close());

  for (const [what, sql] of ENDLESS) {
    it(`${what} ends soon after its signal, and the engine goes on`, async () => {
      const started = performance.now();
      await assert.rejects(db.query(sql, [], { signal: AbortSignal.timeout(100) }), { sqlState: '57014' });
      assert.ok(performance.now() - started < 100 + LATENCY_MS);
      assert.deepEqual((await db.query('SELECT 2 AS two')).toArray(), [{ two: 2 }]);
    });
  }

  it('other queries go on while threads of a cancelled one are ended', async () => {
    const endless = Array.from({ length: 4 }, () =>
      assert.rejects(db.query(ENDLESS[2][1], [], { signal: AbortSignal.timeout(50) }), { sqlState: '57014' }),
    );
    const others = Array.from({ length: 8 }, (_, i) =>
      db.query(`SELECT sum(x)::integer AS total FROM generate_series(1, ${1000 + i}) AS t(x)`),
    );
    const totals = (await Promise.all(others)).map((result) => result.toArray()[0].total);
    assert.deepEqual(
      totals,
      Array.from({ length: 8 }, (_, i) => ((1000 + i) * (1001 + i)) / 2),
    );
    await Promise.all(endless);
  });

  it('statement_timeout ends a statement', async () => {
    await db.query('SET statement_timeout = 100');
    try {
      await assert.rejects(db.query(ENDLESS[0][1]), { sqlState: '57014', message: 'canceling statement due to statement timeout' });
    } finally {
      await db.query('RESET statement_timeout');
    }
  });

  it('an aborted signal runs nothing', async () => {
    await assert.rejects(db.query('SELECT 1', [], { signal: AbortSignal.abort() }), { sqlState: '57014' });
  });

  it('closing ends running queries', async () => {
    const other = await open({ threads: 1, memoryLimit: '64MB' });
    await other.query('SELECT 1');
    const running = assert.rejects(other.query(ENDLESS[0][1]), { sqlState: '57P01' });
    setTimeout(() => void other.close(), 50);
    await running;
    await assert.rejects(other.query('SELECT 1'), { sqlState: '57P01' });
  });

  it('twenty statements at once all end', async () => {
    await db.query('CREATE TABLE shared (a integer)');
    const statement = (i: number) =>
      [`INSERT INTO shared VALUES (${i})`, 'SELECT count(*) FROM shared', 'SELECT sum(x) FROM generate_series(1, 10000) AS t(x)'][i % 3];
    await Promise.all(Array.from({ length: 20 }, (_, i) => db.query(statement(i))));
    assert.deepEqual((await db.query('SELECT count(*)::integer AS rows FROM shared')).toArray(), [{ rows: 7 }]);
  });
});
