import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open } from '#quern/index.js';
import { runsAll } from './support/corpora.js';
import { completeFile } from './support/slt/complete.js';
import { applyPoint, MATRIX, resetPoint, samplePoint, showPoint } from './support/slt/matrix.js';
import { parseSlt } from './support/slt/parse.js';
import { runRecord, showFailures, type SltFailure } from './support/slt/run.js';

/**
 * Every file of test/slt, on one and on two threads; each query again at points of the matrix of settings (a sample of them, all with
 * QUERN_TEST_ALL=1). QUERN_COMPLETE=1 rewrites the expected rows instead.
 */
describe('slt', function () {
  this.timeout(300_000);
  const folder = fileURLToPath(new URL('../../test/slt/', import.meta.url));
  const completes = process.env.QUERN_COMPLETE === '1';
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.slt')).sort();

  for (const name of files) {
    for (const threads of completes ? [1] : [1, 2]) {
      it(`${name}, threads=${threads}`, async () => {
        const text = readFileSync(join(folder, name), 'utf8');
        const file = parseSlt(name, text, 'quern');
        const db = await open({ threads, memoryLimit: '256MB' });
        try {
          if (completes) {
            writeFileSync(join(folder, name), await completeFile(db, text, file));
            return;
          }
          const failures: SltFailure[] = [];
          for (const [index, record] of file.records.entries()) {
            const run = () => runRecord(db, record, { valuePerLine: false }, file.hashThreshold, new Map());
            const failure = await run();
            if (failure !== undefined) failures.push(failure);
            else if (record.kind === 'query') {
              for (const point of runsAll ? MATRIX : [samplePoint(index * 2 + threads)]) {
                await applyPoint(db, point);
                const differs = await run();
                if (differs !== undefined)
                  failures.push({
                    record,
                    reason: `right with the default settings, but with ${showPoint(point)} threads=${threads}:\n${differs.reason}`,
                  });
              }
              await resetPoint(db);
            }
          }
          assert.equal(failures.length, 0, showFailures(failures));
        } finally {
          await db.close();
        }
      });
    }
  }
});
