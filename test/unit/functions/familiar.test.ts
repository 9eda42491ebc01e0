import assert from 'node:assert/strict';
import { FAMILIAR, strftimePattern } from '#quern/functions/familiar.js';
import '#quern/functions/index.js';
import { isAggregate, isScalar, isWindow } from '#quern/functions/resolve.js';
import { open, type Database } from 'quern';

describe("other engines' functions", () => {
  let db: Database;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: '256MB' });
  });
  after(() => db.close());

  for (const { call, example } of FAMILIAR) {
    const [sql, expected] = example;
    it(`${sql} is ${expected}`, async () => {
      const name = call.split('(')[0];
      assert.ok(!isScalar(name) && !isAggregate(name) && !isWindow(name), `${name} is a function of its own`);
      const [{ shown }] = (await db.query<{ shown: string | null }>(`SELECT CAST(${sql} AS text) AS shown`)).toArray();
      assert.equal(shown ?? 'NULL', expected);
    });
  }

  it('keep their name and their place', async () => {
    assert.equal((await db.query("SELECT year(date '2024-01-01')")).columns[0].name, 'year');
    const sql = "SELECT 1, year('x'::text)";
    await assert.rejects(db.query(sql), { sqlState: '42883', position: sql.indexOf('year') });
  });

  it('strftime formats become patterns', () => {
    assert.equal(strftimePattern('%d.%m.%Y'), 'DD"."MM"."YYYY');
    assert.equal(strftimePattern('%Y"\\%'), undefined);
    assert.equal(strftimePattern('a"%y'), '"a\\""YY');
    assert.equal(strftimePattern('%-d/%m%-Y'), undefined);
    assert.equal(strftimePattern('%-d/%m'), 'FMDD"/"MM');
  });
});
