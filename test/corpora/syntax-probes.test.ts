import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, SqlError, type Database } from 'quern';
import { corporaPath, requireCorpora } from '../support/corpora.js';

interface Probe {
  readonly name: string;
  readonly sql: string;
  readonly postgres: boolean;
}

/** Queries that PostgreSQL can parse run, or fail with a clear error of the statement's, of its data's, or for the files they name, which do not exist. */
describe('syntax probes', function () {
  this.timeout(120_000);
  let db: Database;
  const started = process.cwd();
  let folder: string | undefined;
  before(async function () {
    requireCorpora.call(this);
    // Some probes write files by relative names.
    folder = mkdtempSync(join(tmpdir(), 'quern-probes-'));
    process.chdir(folder);
    db = await open({ threads: 1, memoryLimit: '256MB' });
    for (const name of ['t', 's', 'u']) {
      await db.query(`CREATE TABLE ${name} AS SELECT * FROM (VALUES (1, 2, 3, 'x', 1.5), (2, NULL, 4, 'y', NULL)) v(a, b, c, d, e)`);
    }
  });
  after(async () => {
    await db?.close();
    process.chdir(started);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it('succeed or fail with 0A000, 22xxx, 42xxx or 58P01', async () => {
    const probes = (JSON.parse(readFileSync(join(corporaPath, 'syntax-probes.json'), 'utf8')) as Probe[]).filter((probe) => probe.postgres);
    assert.ok(probes.length > 0);
    const bad: string[] = [];
    for (const { name, sql } of probes) {
      try {
        await db.query(sql);
      } catch (error) {
        const state = error instanceof SqlError ? error.sqlState : 'no SqlError';
        if (!/^(0A000|22|42|58P01)/.test(state)) bad.push(`${name}: ${sql}\n  ${state}: ${(error as Error).message}`);
      }
    }
    assert.equal(bad.length, 0, bad.join('\n'));
  });
});
