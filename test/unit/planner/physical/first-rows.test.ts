import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Database } from 'quern';

describe('windows of which only the first rows of each partition are asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quern-first-rows-'));
  const file = `'${join(folder, 'rows.parquet')}'`;
  const databases: Database[] = [];
  before(async () => {
    for (const threads of [1, 2]) databases.push(await open({ threads, memoryLimit: '500MB' }));
    await databases[0].query(
      `COPY (SELECT i AS id, i * 7919 % 50 AS p, i * 31 % 1009 AS x, 'label ' || i % 77 AS s, i * 3 % 9 AS d FROM generate_series(1, 60000) AS t(i)) TO ${file} (ROW_GROUP_SIZE 4096)`,
    );
  });
  after(async () => {
    for (const db of databases) await db.close();
    rmSync(folder, { recursive: true });
  });

  const ranked = (call: string, order = 'PARTITION BY p ORDER BY x', from = file): string =>
    `SELECT * FROM (SELECT *, ${call} OVER (${order}) AS n FROM ${from}) AS q`;
  const isBounded = async (sql: string): Promise<boolean> => {
    const lines = [...(await databases[0].query(`EXPLAIN ${sql}`)).values()].map(String);
    return / first \d+$/m.test(lines.map((line) => line.replace(/ {2}\(.*/, '')).join('\n'));
  };

  it('store few rows, and answer as if they stored all', async () => {
    for (const [sql, all] of [
      [`${ranked('row_number()')} WHERE n <= 3`, `${ranked('row_number()')} WHERE n + 0 <= 3`],
      [
        `${ranked('rank()', 'PARTITION BY p ORDER BY s DESC, x')} WHERE n < 3`,
        `${ranked('rank()', 'PARTITION BY p ORDER BY s DESC, x')} WHERE n + 0 < 3`,
      ],
      [
        `${ranked('row_number()', 'PARTITION BY d ORDER BY p, x')} WHERE 1 = n`,
        `${ranked('row_number()', 'PARTITION BY d ORDER BY p, x')} WHERE 1 = n + 0`,
      ],
    ]) {
      assert.deepEqual([await isBounded(sql), await isBounded(all)], [true, false], sql);
      const expected = [...(await databases[0].query(all)).values()];
      assert.ok(expected.length > 0);
      for (const db of databases) assert.deepEqual([...(await db.query(sql)).values()], expected, sql);
    }
  });

  it('are others than these', async () => {
    for (const sql of [
      `${ranked('dense_rank()')} WHERE n <= 2`,
      `${ranked('count(*)')} WHERE n <= 2`,
      `${ranked('row_number()')} WHERE n >= 2`,
      `${ranked('row_number()')} WHERE n <= 2.5`,
      `${ranked('row_number()')} WHERE n <= 2 OR d = 1`,
      `${ranked('row_number()', 'PARTITION BY p')} WHERE n <= 2`,
      `${ranked('row_number()', 'PARTITION BY id ORDER BY x')} WHERE n <= 2`,
      `${ranked('row_number()', 'PARTITION BY p, d ORDER BY x')} WHERE n <= 2`,
      `${ranked('row_number()', 'PARTITION BY p ORDER BY x', `(SELECT id, p, 100 / d AS x FROM ${file} WHERE d > 0)`)} WHERE n <= 2`,
      `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY p ORDER BY x) AS n, sum(x) OVER (PARTITION BY p ORDER BY x) FROM ${file}) AS q WHERE n <= 2`,
    ])
      assert.equal(await isBounded(sql), false, sql);
  });
});
