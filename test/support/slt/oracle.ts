import type { Database } from 'quern';
import { difference } from '../../differential/answers.js';
import { openDuckdb, runDuckdb } from '../../differential/duckdb.js';
import { runQuern } from '../../differential/quern.js';
import type { SltFile, SltRecord } from './parse.js';
import type { SltFailure } from './run.js';
import type { Workspace } from './workspace.js';

/** DuckDB beside Quern, over the same statements and the files that Quern wrote. */
export interface Oracle {
  /** Runs a record that Quern has run; what DuckDB holds against it, unless `skipif duckdb` stands above. */
  judge(db: Database, record: SltRecord): Promise<SltFailure | undefined>;
  close(): void;
}

const firstLine = (text: string): string => text.split('\n', 1)[0];

/** What DuckDB says of another engine's settings, or writes where Quern has written, is left out. */
const OURS_ALONE = /^\s*(SET|RESET|COPY\b[^]*\bTO\s+')/i;

export async function openOracle(workspace: Workspace): Promise<Oracle> {
  const { connection, close } = await openDuckdb();
  const reasonAgainst = async (db: Database, record: SltRecord): Promise<string | undefined> => {
    if (record.skips.includes('duckdb') || record.kind === 'file' || record.kind === 'duckdb') return undefined;
    const sql = workspace.fill(record.sql);
    if (record.kind === 'statement') {
      if (record.error !== undefined || OURS_ALONE.test(sql)) return undefined;
      const done = await runDuckdb(connection, sql);
      return 'error' in done ? `DuckDB refuses it: ${firstLine(done.error)}` : undefined;
    }
    const [ours, theirs] = [await runQuern(db, sql), await runDuckdb(connection, sql)];
    if ('error' in ours || 'error' in theirs)
      return `Quern: ${'error' in ours ? ours.error : 'rows'}\nDuckDB: ${'error' in theirs ? firstLine(theirs.error) : 'rows'}`;
    return difference(ours, theirs, record.sort === 'nosort');
  };
  return {
    async judge(db, record) {
      const reason = await reasonAgainst(db, record);
      return reason === undefined ? undefined : { record, reason };
    },
    close,
  };
}

/** What DuckDB holds against the queries of a file. */
export async function judgeFile(
  db: Database,
  { records }: SltFile,
  oracle: Oracle,
  run: (record: SltRecord) => Promise<unknown>,
): Promise<SltFailure[]> {
  const failures: SltFailure[] = [];
  for (const record of records) {
    if (record.kind !== 'query') await run(record);
    const failure = await oracle.judge(db, record);
    if (failure !== undefined) failures.push(failure);
  }
  return failures;
}
