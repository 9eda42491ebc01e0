import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { open, type Database } from 'quern';

/**
 * `test/fixtures/functions/<area>.jsonl`: one [expression, text] per line, the text PostgreSQL 15 prints for it, `NULL`, or `!` and the SQLSTATE it
 * raises.
 */
const AREAS = { text: 'UTC', regexp: 'UTC', datetime: 'America/New_York', templates: 'UTC', json: 'UTC', mixed: 'UTC' } as const;

const casesOf = (area: string): [sql: string, expected: string][] =>
  readFileSync(new URL(`../../../../test/fixtures/functions/${area}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, string]);

describe('functions answer as PostgreSQL does', () => {
  let db: Database;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: 256 << 20 });
  });
  after(() => db.close());

  const answer = async (sql: string): Promise<string> => {
    try {
      const [row] = (await db.query(`SELECT (${sql})::text AS v`)).toArray();
      return row.v === null ? 'NULL' : String(row.v);
    } catch (error) {
      const { sqlState } = error as { sqlState?: string };
      if (sqlState === undefined || sqlState === 'XX000') throw error;
      return `!${sqlState}`;
    }
  };

  for (const [area, timeZone] of Object.entries(AREAS)) {
    it(area, async () => {
      await db.query(`SET timezone = '${timeZone}'`);
      const wrong: string[] = [];
      for (const [sql, expected] of casesOf(area)) {
        const actual = await answer(sql);
        if (actual !== expected) wrong.push(`${sql}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
});
