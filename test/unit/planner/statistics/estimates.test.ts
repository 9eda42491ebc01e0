import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Database } from 'quern';
import { distinctAgainst, estimateColumn } from '#quern/planner/statistics/column-estimate.js';
import { INTEGER } from '#quern/data/types.js';

describe('estimates', () => {
  describe('of a key against a column that refers to it', () => {
    const key = estimateColumn({ min: 1, max: 10_000 }, INTEGER, 10_000);
    const few = { ...key, distinct: 100 };

    it('count the keys within its range, also those that conditions have dropped', () => {
      assert.equal(distinctAgainst(few, { distinct: 50, nullFraction: 0, min: 5001, max: 6000 }), 1000);
    });
    it('count no fewer than are left', () => {
      assert.equal(distinctAgainst(few, { distinct: 50, nullFraction: 0, min: 1, max: 10 }), 100);
      assert.equal(distinctAgainst(few, { distinct: 50, nullFraction: 0, min: 20_000, max: 30_000 }), 100);
    });
    it('count what is left where nothing is known of the range', () => {
      assert.equal(distinctAgainst(few, { distinct: 50, nullFraction: 0 }), 100);
    });
    it('take only dense numbers for a key', () => {
      assert.equal(estimateColumn({ min: 1, max: 100_000 }, INTEGER, 10_000).domain, undefined);
      assert.equal(estimateColumn({ min: 1, max: 1000 }, INTEGER, 10_000).domain, undefined);
    });
  });

  describe('of plans over files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quern-estimates-'));
    const [days, sales] = ['days', 'sales'].map((name) => `'${join(folder, `${name}.parquet`)}'`);
    let db: Database;
    before(async () => {
      db = await open({ threads: 1, memoryLimit: '500MB' });
      await db.query(`COPY (SELECT i AS day, i / 365 AS year FROM generate_series(1, 36500) AS t(i)) TO ${days}`);
      await db.query(
        `COPY (SELECT 18250 + i % 260 * 7 AS day, i AS amount, i % 8 AS kind FROM generate_series(1, 50000) AS t(i)) TO ${sales}`,
      );
    });
    after(async () => {
      await db.close();
      rmSync(folder, { recursive: true });
    });

    const plan = async (sql: string): Promise<{ 'Plan Rows': number; 'Node Type': string; Plans?: unknown[] }> => {
      const [[document]] = [...(await db.query(`EXPLAIN (FORMAT JSON) ${sql}`)).values()];
      return (JSON.parse(document as string) as [{ Plan: { 'Plan Rows': number; 'Node Type': string } }])[0].Plan;
    };

    it('a year of five keeps a fifth of the rows', async () => {
      const sql = `SELECT s.amount, d.year FROM ${sales} AS s JOIN ${days} AS d ON s.day = d.day WHERE d.year = 51`;
      const rows = (await db.query(sql)).rowCount;
      const expected = (await plan(sql))['Plan Rows'];
      assert.ok(expected > rows / 2 && expected < rows * 2, `${expected} expected, ${rows} are there`);
    });

    it('a condition on the key itself leaves no other keys to refer to', async () => {
      const sql = `SELECT s.amount FROM ${sales} AS s JOIN ${days} AS d ON s.day = d.day WHERE d.day <= 18615`;
      const rows = (await db.query(sql)).rowCount;
      const expected = (await plan(sql))['Plan Rows'];
      assert.ok(expected > rows / 4 && expected < rows * 4, `${expected} expected, ${rows} are there`);
    });

    it('few rows that two aggregates read are kept, many are read again', async () => {
      const shared = async (condition: string) => {
        const sql = `SELECT sum(amount), count(DISTINCT day) FROM ${sales} WHERE ${condition}`;
        return JSON.stringify(await plan(sql)).includes('Materialize');
      };
      assert.equal(await shared('amount < 100'), true);
      assert.equal(await shared('amount > 100'), false);
    });
  });
});
