import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, SqlError, type Database } from 'quern';

/** Sums of products are computed in one word where a file's bounds allow it, so a file whose bounds are wrong must not go unnoticed. */
describe('bounds that a Parquet file states for a decimal', () => {
  let folder: string;
  let db: Database;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quern-bounds-'));
    db = await open({ threads: 1 });
    await db.query(`COPY (SELECT (i * 12345.67)::decimal(15,2) AS x, (i % 1000)::decimal(15,2) AS y FROM generate_series(1, 5000) t(i))
      TO '${join(folder, 'true.parquet')}'`);
  });
  after(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });

  const total = async (file: string) =>
    (
      await db.query(
        `SELECT sum(x * x * (1 + x)) AS s, avg(x * x) AS a, sum(y * y * (1 + y)) AS t, sum(y) AS u, avg(y) AS v FROM '${join(folder, file)}'`,
      )
    ).toArray();

  it('give the sums that are computed without them', async () => {
    const narrow = await total('true.parquet');
    await db.query('SET optimizer_rules = off');
    const wide = await total('true.parquet');
    await db.query('SET optimizer_rules = on');
    assert.deepEqual(narrow, wide);
  });

  it('are checked where the plan relies on them', async () => {
    const bytes = readFileSync(join(folder, 'true.parquet'));
    const greatest = Buffer.alloc(8);
    greatest.writeBigInt64LE(5000n * 1234567n);
    const lie = Buffer.alloc(8);
    lie.writeBigInt64LE(1234568n);
    const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    let changed = 0;
    for (let at = bytes.indexOf(greatest, footer); at >= 0; at = bytes.indexOf(greatest, at + 8), changed++) lie.copy(bytes, at);
    assert.ok(changed > 0, 'the footer states the greatest value as eight bytes');
    writeFileSync(join(folder, 'lie.parquet'), bytes);
    await assert.rejects(total('lie.parquet'), (error: unknown) => error instanceof SqlError && error.sqlState === 'XX001');
  });
});
