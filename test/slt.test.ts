import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open, type Database } from 'quern';
import { runsAll } from './support/corpora.js';
import { completeFile } from './support/slt/complete.js';
import { applyPoint, DEFAULT_POINT, MATRIX, samplePoint, showPoint, type MatrixPoint } from './support/slt/matrix.js';
import { judgeFile, openOracle } from './support/slt/oracle.js';
import { parseSlt, type SltFile } from './support/slt/parse.js';
import { runFile, runRecord, showFailures, type SltContext } from './support/slt/run.js';
import { openWorkspace } from './support/slt/workspace.js';

/** One run of a file: on so many threads, each record at a point of the matrix. */
interface Pass {
  readonly name: string;
  readonly threads: 1 | 2;
  readonly pointOf: (index: number) => MatrixPoint;
}

const SAMPLED: readonly Pass[] = [
  { name: 'the settings of a fresh session, threads=2', threads: 2, pointOf: () => DEFAULT_POINT },
  { name: 'each record at another point of the matrix, threads=1', threads: 1, pointOf: samplePoint },
];

/** With one partition a second thread has little to do: there the points take turns. */
const threadsAt = (point: MatrixPoint, index: number): readonly (1 | 2)[] =>
  point.partitions === '4' ? [1, 2] : index % 2 === 0 ? [1] : [2];

const ALL: readonly Pass[] = MATRIX.flatMap((point, index) =>
  threadsAt(point, index).map((threads) => ({ name: `${showPoint(point)} threads=${threads}`, threads, pointOf: () => point })),
);

/**
 * Every file of test/slt, at two points of the matrix of settings per record; with QUERN_TEST_ALL=1 at all of them, and beside DuckDB.
 * QUERN_COMPLETE=1 rewrites the expected rows instead and prints what DuckDB holds against them; QUERN_SLT is a pattern of the files to run.
 */
describe('slt', function () {
  this.timeout(600_000);
  const folder = fileURLToPath(new URL('../../test/slt/', import.meta.url));
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.slt') && new RegExp(process.env.QUERN_SLT ?? '').test(name))
    .sort();
  const completes = process.env.QUERN_COMPLETE === '1';
  const engines = new Map<number, Database>();
  const passes = runsAll ? ALL : SAMPLED;

  before(async () => {
    for (const threads of [1, 2]) engines.set(threads, await open({ threads, memoryLimit: '256MB' }));
    if (!completes) for (const { name } of passes) console.log(`      ${name}`);
  });
  after(async () => {
    for (const db of engines.values()) await db.close();
  });

  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8');
    if (completes) {
      it(`completes ${name}`, () =>
        inWorkspace(parseSlt(name, text, 'quern'), engines.get(1)!, async (db, file, context) => {
          const completed = await completeFile(db, text, file, context);
          writeFileSync(join(folder, name), completed.text);
          if (completed.report !== '') console.log(completed.report);
        }));
      continue;
    }
    it(name, async () => {
      const failures: string[] = [];
      for (const pass of passes) {
        await inWorkspace(parseSlt(name, text, 'quern'), engines.get(pass.threads)!, async (db, file, context) => {
          const result = await runFile(db, file, context, { before: (index) => applyPoint(db, pass.pointOf(index)) });
          if (result.failures.length > 0)
            failures.push(
              showFailures(
                result.failures.map((failure) => ({
                  ...failure,
                  reason: `${showPoint(pass.pointOf(file.records.indexOf(failure.record)))} threads=${pass.threads}\n${failure.reason}`,
                })),
              ),
            );
        });
      }
      assert.equal(failures.length, 0, failures.join('\n\n'));
    });
    if (!runsAll) continue;
    it(`${name} beside DuckDB`, () =>
      inWorkspace(parseSlt(name, text, 'quern'), engines.get(2)!, async (db, file, context) => {
        const oracle = await openOracle(context.workspace);
        try {
          const failures = await judgeFile(db, file, oracle, (record) => runRecord(db, record, context, new Map()));
          assert.equal(failures.length, 0, showFailures(failures));
        } finally {
          oracle.close();
        }
      }));
  }
});

/** Runs a file against an engine, and takes away what it left: files, relations, settings, an open transaction. */
async function inWorkspace(
  file: SltFile,
  db: Database,
  use: (db: Database, file: SltFile, context: SltContext) => Promise<void>,
): Promise<void> {
  const workspace = openWorkspace();
  try {
    await use(db, file, { valuePerLine: false, hashThreshold: file.hashThreshold, workspace });
  } finally {
    await db.query('ROLLBACK');
    for (const { schema, name, kind } of db.tables()) await db.query(`DROP ${kind} IF EXISTS "${schema}"."${name}"`);
    await db.query('RESET ALL');
    workspace.remove();
  }
}
