import assert from 'node:assert/strict';
import { open } from '#quern/index.js';

describe('toArray', () => {
  it("shows timestamps in the session's time zone, within arrays too", async () => {
    const db = await open({ threads: 1, memoryLimit: '256MB' });
    try {
      await db.query("SET timezone = 'Europe/Berlin'");
      const result = await db.query("SELECT timestamptz '2024-07-01 12:00Z' t, ARRAY[timestamptz '2024-01-01 12:00Z'] a");
      assert.deepEqual(result.toArray(), [{ t: '2024-07-01 14:00:00+02', a: ['2024-01-01 13:00:00+01'] }]);
    } finally {
      await db.close();
    }
  });
});
