import type { Database } from 'quern';
import { openOracle } from './oracle.js';
import type { SltFile } from './parse.js';
import { queryLines, runRecord, showFailures, type SltContext, type SltFailure } from './run.js';

/**
 * The file's text with the lines that its queries print now, and what DuckDB holds against them; to be read critically before it is committed.
 * A query that fails keeps its lines.
 */
export async function completeFile(
  db: Database,
  text: string,
  { records }: SltFile,
  context: SltContext,
): Promise<{ readonly text: string; readonly report: string }> {
  const lines = text.split('\n');
  const replaced: { readonly from: number; readonly to: number; readonly by: readonly string[] }[] = [];
  const failures: SltFailure[] = [];
  const oracle = await openOracle(context.workspace);
  try {
    for (const record of records) {
      if (record.kind === 'query') {
        try {
          const from = record.line + record.sql.split('\n').length;
          let to = from;
          while (to < lines.length && lines[to].trim() !== '') to++;
          replaced.push({ from, to, by: ['----', ...(await queryLines(db, record, context))] });
        } catch {
          // The oracle reports the error.
        }
      } else {
        const failure = await runRecord(db, record, context, new Map());
        if (failure !== undefined) failures.push(failure);
      }
      const failure = await oracle.judge(db, record);
      if (failure !== undefined) failures.push(failure);
    }
  } finally {
    oracle.close();
  }
  for (const { from, to, by } of replaced.reverse()) lines.splice(from, to - from, ...by);
  return { text: lines.join('\n'), report: showFailures(failures, Infinity) };
}
