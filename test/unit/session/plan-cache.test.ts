import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BindContext } from '#quern/planner/bind/index.js';
import type { Catalog } from '#quern/planner/catalog.js';
import type { MemoryTable, Namespace } from '#quern/session/catalog.js';
import { createPlanCache, recordLookups } from '#quern/session/plan-cache.js';
import type { PlannedQuery } from '#quern/session/plan-query.js';
import type { SessionState } from '#quern/session/state.js';
import { open, type Database, type ParameterInput } from 'quern';

describe('plan cache', () => {
  let folder: string;
  let db: Database;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quern-plans-'));
    db = await open({ threads: 1 });
  });
  after(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });

  const one = async (sql: string, parameters: readonly ParameterInput[] = []) =>
    [...(await db.query(sql, parameters)).values()].map((row) =>
      [...row].map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(),
    );

  /** The answer now, twice: planned and from the cache. */
  const twice = async (sql: string, parameters: readonly ParameterInput[] = []) => {
    const first = await one(sql, parameters);
    assert.deepEqual(await one(sql, parameters), first);
    return first;
  };

  it('follows the rows of a table, its columns and its disappearance', async () => {
    await db.query('CREATE TABLE t AS SELECT 1 AS x');
    assert.deepEqual(await twice('SELECT * FROM t'), ['1']);
    await db.query('INSERT INTO t VALUES (2)');
    assert.deepEqual(await twice('SELECT * FROM t'), ['1', '2']);
    await db.query("CREATE OR REPLACE TABLE t AS SELECT 'a' AS y, 3 AS x");
    assert.deepEqual(await twice('SELECT * FROM t'), ['a,3']);
    await db.query('DROP TABLE t');
    await assert.rejects(one('SELECT * FROM t'), { sqlState: '42P01' });
    await db.query('CREATE VIEW t AS SELECT 4 AS x');
    assert.deepEqual(await twice('SELECT * FROM t'), ['4']);
    await db.query('CREATE OR REPLACE VIEW t AS SELECT 5 AS x');
    assert.deepEqual(await twice('SELECT * FROM t'), ['5']);
  });

  it('follows transactions', async () => {
    await db.query('CREATE TABLE u AS SELECT 1 AS x');
    await twice('SELECT * FROM u');
    await db.query('BEGIN; INSERT INTO u VALUES (2)');
    assert.deepEqual(await twice('SELECT * FROM u'), ['1', '2']);
    await db.query('ROLLBACK');
    assert.deepEqual(await twice('SELECT * FROM u'), ['1']);
  });

  it('follows files that change, come and go', async () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'x\n1\n');
    const glob = `SELECT * FROM '${join(folder, '*.csv')}' ORDER BY 1`;
    assert.deepEqual(await twice(`SELECT * FROM '${path}'`), ['1']);
    assert.deepEqual(await twice(glob), ['1']);
    writeFileSync(path, 'x\n7\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    assert.deepEqual(await twice(`SELECT * FROM '${path}'`), ['7']);
    writeFileSync(join(folder, 'b.csv'), 'x\n8\n');
    assert.deepEqual(await twice(glob), ['7', '8']);
    await db.query(`COPY (SELECT 1 AS x) TO '${join(folder, 'p.parquet')}'`);
    assert.deepEqual(await twice(`SELECT sum(x) FROM '${join(folder, 'p.parquet')}'`), ['1']);
    await db.query(`COPY (SELECT i AS x FROM generate_series(1, 1000) t(i)) TO '${join(folder, 'p.parquet')}'`);
    assert.deepEqual(await twice(`SELECT sum(x) FROM '${join(folder, 'p.parquet')}'`), ['500500']);
    rmSync(join(folder, 'p.parquet'));
    await assert.rejects(one(`SELECT sum(x) FROM '${join(folder, 'p.parquet')}'`), { sqlState: '58P01' });
  });

  it('tells parameters, their types and settings apart', async () => {
    assert.deepEqual(await twice('SELECT $1', [1]), ['1']);
    assert.deepEqual(await twice('SELECT $1', ['1']), ['1']);
    assert.deepEqual(await twice('SELECT pg_typeof($1)', [1]), ['integer']);
    assert.deepEqual(await twice('SELECT pg_typeof($1)', ['1']), ['text']);
    assert.deepEqual(await twice('SELECT $1::double', [-0]), ['-0']);
    assert.deepEqual(await twice('SELECT $1::double', [0]), ['0']);
    assert.deepEqual(await twice('SELECT $1', [[1, 2]]), ['1,2']);
    assert.deepEqual(await twice('SELECT $1', [[1, 3]]), ['1,3']);
    const zoned = "SELECT (timestamptz '2024-01-01 00:00:00+00')::text";
    await db.query("SET timezone = 'UTC'");
    assert.deepEqual(await twice(zoned), ['2024-01-01 00:00:00+00']);
    await db.query("SET timezone = 'Asia/Tokyo'");
    assert.deepEqual(await twice(zoned), ['2024-01-01 09:00:00+09']);
  });

  it('runs every statement of a text again, and checks its parameters', async () => {
    await db.query('CREATE TABLE v AS SELECT 1 AS x');
    const script = 'INSERT INTO v SELECT max(x) + 1 FROM v; SELECT max(x) FROM v';
    assert.deepEqual(await one(script), ['2']);
    assert.deepEqual(await one(script), ['3']);
    assert.deepEqual(await twice('SELECT x + $1 FROM v WHERE x = 1', [10]), ['11']);
    await assert.rejects(one('SELECT x + $1 FROM v WHERE x = 1'), { sqlState: '42P02' });
    // What begins as a text that is kept is another text.
    await assert.rejects(one('SELECT x + $1 FROM v WHERE x = 1; nonsense', [10]), { sqlState: '42601' });
  });

  it('keeps no time of day, and no numbers once drawn', async () => {
    for (const sql of [
      'SELECT now()::text',
      "SELECT 'now'::timestamp::text",
      'SELECT random()',
      'SELECT extract(epoch FROM clock_timestamp())',
    ]) {
      const first = await one(sql).catch(() => undefined);
      if (first === undefined) continue;
      await new Promise((resolve) => setTimeout(resolve, 5));
      assert.notDeepEqual(await one(sql), first, sql);
    }
  });

  it('keeps no plan of a table that changed while the plan was made', async () => {
    const [before, after] = [{ kind: 'table' }, { kind: 'table' }] as unknown as MemoryTable[];
    const namespace: Namespace = { relations: new Map([['public.t', before]]) };
    const catalog = { findRelation: () => Promise.resolve(undefined) } as unknown as Catalog;
    const recorded = recordLookups({ catalog } as BindContext, { namespace } as SessionState);
    await recorded.context.catalog.findRelation(undefined, 'T');
    assert.equal(recorded.isReusable(), true);
    namespace.relations = new Map([['public.t', after]]);
    assert.equal(recorded.isReusable(), false);
  });

  it('keeps the most recent plans, each while its lookups answer the same', async () => {
    const cache = createPlanCache();
    const planned = {} as PlannedQuery;
    let answer = 1;
    let asked = 0;
    const lookups = [() => (asked++, Promise.resolve(answer === 1))];
    cache.keep('a', lookups, planned);
    assert.equal(await cache.find('a'), planned);
    assert.equal(asked, 1);
    answer = 2;
    assert.equal(await cache.find('a'), undefined);
    answer = 1;
    assert.equal(await cache.find('a'), undefined, 'forgotten once it did not hold');
    for (let i = 0; i < 200; i++) cache.keep(`b${i}`, [], planned);
    assert.equal(await cache.find('b0'), undefined);
    assert.equal(await cache.find('b199'), planned);
  });
});
