import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Database } from 'quern';

describe('what COPY writes to', function () {
  this.timeout(60_000);
  let db: Database;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quern-targets-'));
    db = await open({ threads: 2, memoryLimit: '256MB' });
  });
  after(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });

  for (const format of ['csv', 'parquet']) {
    it(`${format}: a link stays a link, and the file behind it keeps its permissions`, async () => {
      const [target, link] = [join(folder, `target.${format}`), join(folder, `link.${format}`)];
      writeFileSync(target, 'old');
      chmodSync(target, 0o640);
      symlinkSync(`target.${format}`, link);
      await db.query(`COPY (SELECT 7 AS a) TO '${link}'`);
      assert.ok(lstatSync(link).isSymbolicLink());
      assert.equal(statSync(target).mode & 0o777, 0o640);
      assert.deepEqual((await db.query(`FROM '${target}'`)).toArray(), [{ a: 7 }]);
    });

    it(`${format}: a link to a file that is not there makes that file`, async () => {
      const link = join(folder, `dangling.${format}`);
      symlinkSync(`new.${format}`, link);
      await db.query(`COPY (SELECT 8 AS a) TO '${link}'`);
      assert.ok(lstatSync(link).isSymbolicLink());
      assert.deepEqual((await db.query(`FROM '${join(folder, `new.${format}`)}'`)).toArray(), [{ a: 8 }]);
    });

    it(`${format}: a pipe is refused and stays, for writing and for reading`, async function () {
      if (process.platform === 'win32') return this.skip();
      const pipe = join(folder, `pipe.${format}`);
      execFileSync('mkfifo', [pipe]);
      const refused = { sqlState: '42809', message: `"${pipe}" is not a regular file` };
      await assert.rejects(db.query(`COPY (SELECT 1) TO '${pipe}'`), refused);
      await assert.rejects(db.query(`FROM '${pipe}'`), refused);
      assert.ok(lstatSync(pipe).isFIFO());
    });

    it(`${format}: cancelling while the file is written leaves the old one, and nothing beside it`, async () => {
      const path = join(folder, `cancelled.${format}`);
      writeFileSync(path, 'old');
      const controller = new AbortController();
      const before = readdirSync(folder).length;
      // Rows come quickly; writing them takes the time.
      await db.query("CREATE TABLE wide AS SELECT x, repeat('y', 40) || x AS y FROM generate_series(1, 1000000) AS t(x)");
      const copied = db.query(`COPY wide TO '${path}'`, [], { signal: controller.signal });
      const watch = setInterval(() => {
        if (readdirSync(folder).length > before) controller.abort();
      }, 1);
      try {
        await assert.rejects(copied, { sqlState: '57014' });
      } finally {
        clearInterval(watch);
        await db.query('DROP TABLE wide');
      }
      assert.equal(readFileSync(path, 'utf8'), 'old');
      assert.equal(readdirSync(folder).length, before);
    });
  }

  it('a name that is too long, and a folder that is none', async () => {
    await assert.rejects(db.query(`COPY (SELECT 1) TO '${join(folder, 'x'.repeat(300))}.csv'`), {
      sqlState: '58030',
      message: /could not write/,
    });
    await assert.rejects(db.query(`COPY (SELECT 1) TO '${join(folder, 'none', 'x.csv')}'`), { sqlState: '58P01' });
    await assert.rejects(db.query(`COPY (SELECT 1) TO '${folder}'`), { sqlState: '42809', message: /is a directory/ });
  });
});
