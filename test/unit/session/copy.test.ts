import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Database } from 'quern';

describe('COPY', () => {
  let db: Database;
  let folder: string;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: '256MB' });
    folder = mkdtempSync(join(tmpdir(), 'quern-'));
    await db.query(`CREATE TABLE t ("A name" text, b text); INSERT INTO t VALUES ('x', NULL), ('y', '')`);
  });
  after(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });

  for (const options of ['', '(HEADER false)', "(DELIMITER ';')"]) {
    it(`reads back what it wrote ${options}`, async () => {
      const file = join(folder, 'rows.csv');
      await db.query(`COPY t TO '${file}' ${options}`);
      await db.query(`CREATE OR REPLACE TABLE back ("a name" text, b text); COPY back FROM '${file}' ${options}`);
      assert.deepEqual(
        [...(await db.query('TABLE back')).values()],
        [
          ['x', null],
          ['y', ''],
        ],
      );
    });
  }

  it('takes a first line that is not the names for a row', async () => {
    const file = join(folder, 'other.csv');
    await db.query(`COPY (SELECT "A name", b AS c FROM t) TO '${file}'`);
    await db.query(`CREATE OR REPLACE TABLE back ("a name" text, b text); COPY back FROM '${file}'`);
    assert.deepEqual([...(await db.query('SELECT * FROM back LIMIT 1')).values()], [['A name', 'c']]);
  });

  for (const name of ['rows.csv.gz', 'rows.json']) {
    it(`does not write CSV into ${name}`, async () => {
      await assert.rejects(db.query(`COPY t TO '${join(folder, name)}'`), { sqlState: '0A000' });
      assert.equal(existsSync(join(folder, name)), false);
      await db.query(`COPY t TO '${join(folder, name)}' (FORMAT csv)`);
    });
  }
});
