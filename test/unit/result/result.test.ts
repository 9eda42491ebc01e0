import assert from 'node:assert/strict';
import { open } from 'quern';

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

  it('keeps columns of any name, and of one name the last', async () => {
    const db = await open({ threads: 1, memoryLimit: '256MB' });
    try {
      const result = await db.query('SELECT 1 AS "__proto__", 2 AS constructor, 3 AS a, NULL AS "7", 4 AS a');
      const [row] = result.toArray();
      assert.deepEqual(Object.entries(row), [
        ['7', null],
        ['__proto__', 1],
        ['constructor', 2],
        ['a', 4],
      ]);
      assert.equal(Object.getPrototypeOf(row), Object.prototype);
      assert.deepEqual([...result.values()], [[1, 2, 3, null, 4]]);
    } finally {
      await db.close();
    }
  });
});

describe('texts of a result', () => {
  const texts = (part: string) => Array.from({ length: 41 }, (_, length) => part.repeat(length));

  for (const [name, part] of [
    ['ASCII', 'x'],
    ['beyond ASCII', 'é'],
  ]) {
    it(`are whole, whatever their length: ${name}`, async () => {
      const db = await open({ threads: 1, memoryLimit: '256MB' });
      try {
        const result = await db.query(`SELECT repeat('${part}', i) || 'end', i FROM generate_series(0, 40) AS g(i)`);
        assert.deepEqual(
          [...result.values()],
          texts(part).map((text, i) => [`${text}end`, i]),
        );
      } finally {
        await db.close();
      }
    });
  }
});
