import type { Database } from '#quern/index.js';
import type { SltFile } from './parse.js';
import { queryLines, runRecord } from './run.js';

/** The file's text with the lines that its queries print now; to be read critically before it is committed. */
export async function completeFile(db: Database, text: string, { records, hashThreshold }: SltFile): Promise<string> {
  const lines = text.split('\n');
  const replaced: { readonly from: number; readonly to: number; readonly by: readonly string[] }[] = [];
  for (const record of records) {
    if (record.kind === 'statement') {
      await runRecord(db, record, { valuePerLine: false }, hashThreshold, new Map());
      continue;
    }
    const from = record.line + record.sql.split('\n').length;
    let to = from;
    while (to < lines.length && lines[to].trim() !== '') to++;
    replaced.push({ from, to, by: ['----', ...(await queryLines(db, record, { valuePerLine: false }, hashThreshold))] });
  }
  for (const { from, to, by } of replaced.reverse()) lines.splice(from, to - from, ...by);
  return lines.join('\n');
}
