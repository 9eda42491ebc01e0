import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database } from 'quern';
import { corporaPath, hasCorpora, requireCorpora, runsAll } from '../support/corpora.js';
import { parseSlt } from '../support/slt/parse.js';
import { runFile, showFailures } from '../support/slt/run.js';
import { openWorkspace } from '../support/slt/workspace.js';

/** Without QUERN_TEST_ALL, one query in this many of each large file. */
const SAMPLE = 20;

describe('sqllogictest corpus', function () {
  this.timeout(1_800_000);
  const folder = join(corporaPath, 'sqllogictest');
  const files = hasCorpora
    ? (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.test')).sort()
    : ['(absent)'];
  for (const name of files) {
    it(name, async function () {
      requireCorpora.call(this);
      const file = parseSlt(name, readFileSync(join(folder, name), 'utf8'), 'postgresql');
      const db: Database = await open({ threads: 1, memoryLimit: '256MB' });
      try {
        const { ran, failures } = await runFile(
          db,
          file,
          { valuePerLine: true, hashThreshold: file.hashThreshold, workspace: openWorkspace() },
          { wanted: (_, index) => runsAll || index % SAMPLE === 0 },
        );
        assert.ok(ran > 0);
        assert.equal(failures.length, 0, showFailures(failures));
      } finally {
        await db.close();
      }
    });
  }
});
