import assert from 'node:assert/strict';
import { open, type Database } from 'quern';
import '#quern/functions/index.js';
import { allFunctions } from '#quern/functions/registry.js';

/** Booleans print as t and f, but cast to text as words. */
const asPrinted = (text: unknown): string => (text === null ? 'NULL' : text === 'true' ? 't' : text === 'false' ? 'f' : String(text));

/** Every example in a function's documentation is also its first test. */
describe('documented examples', () => {
  let db: Database;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: '256MB' });
  });
  after(() => db.close());

  for (const fn of allFunctions()) {
    for (const [sql, expected] of fn.examples) {
      it(`${sql} is ${expected}`, async () => {
        const result = await db.query(`SELECT CAST(${sql} AS text) AS shown`);
        assert.equal(asPrinted((await result.toArray())[0].shown), expected);
      });
    }
  }
});
