import assert from 'node:assert/strict';
import { open, SqlError, type Database } from 'quern';

/** Statements that newcomers write, and what the hint must say; undefined for none. */
const HINTS: readonly (readonly [string, RegExp | undefined])[] = [
  [`SELECT * FROM t WHERE name = "Ann's"`, /a text is written 'Ann''s'/],
  ['SELECT "nam" FROM t', /Did you mean "name"/],
  ['SELECT x FROM t', undefined],
  ['SELECT amount * 2 AS double FROM t WHERE double > 1', /"double" names an item of the select list, which WHERE does not see/],
  ['SELECT amount * 2 AS a2, a2 + 1 FROM t', /SELECT does not see/],
  ['SELECT * FROM "data/t.csv"', /FROM 'data\/t\.csv'/],
  ['SELECT * FROM t.csv', /FROM 't\.csv'/],
  ["SELECT date_format(now(), 'x')", /to_char/],
  ["SELECT * FROM read_json('x.json')", /Only Parquet and CSV/],
  ['SET tredds = 1', /SHOW ALL/],
];

describe('hints for newcomers', () => {
  let db: Database;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: '256MB' });
    await db.query('CREATE TABLE t (name text, amount integer)');
  });
  after(() => db.close());

  for (const [sql, expected] of HINTS) {
    it(sql, async () => {
      const error = await db.query(sql).then(
        () => assert.fail('no error'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof SqlError);
      if (expected === undefined) assert.equal(error.hint, undefined);
      else assert.match(error.hint ?? '', expected);
    });
  }
});
