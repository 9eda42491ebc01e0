import { TEXT, type SqlType } from '../../data/types.js';
import type { DetachedBatch, DetachedColumn } from '../../result/detach.js';

/** What a statement gives back. `command` is PostgreSQL's command tag without the row count of a SELECT. */
export interface StatementResult {
  readonly command: string;
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  readonly rowCount: number;
  readonly batches: readonly DetachedBatch[];
}

export const commandOnly = (command: string): StatementResult => ({ command, columns: [], rowCount: 0, batches: [] });

/** Rows of texts that a statement makes itself, such as EXPLAIN's. */
export function textResult(
  command: string,
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  type: SqlType = TEXT,
): StatementResult {
  const columns = names.map((name) => ({ name, type }));
  return {
    command,
    columns,
    rowCount: rows.length,
    batches: [
      {
        rowCount: rows.length,
        columns: names.map((_, i) =>
          textColumn(
            rows.map((row) => row[i]),
            type,
          ),
        ),
      },
    ],
  };
}

function textColumn(texts: readonly (string | null)[], type: SqlType): DetachedColumn {
  const encoded = texts.map((text) => Buffer.from(text ?? '', 'utf8'));
  const offsets = new Int32Array(texts.length + 1);
  encoded.forEach((bytes, i) => (offsets[i + 1] = offsets[i] + bytes.length));
  const bytes = new Uint8Array(offsets[texts.length]);
  encoded.forEach((part, i) => bytes.set(part, offsets[i]));
  const validity = new Uint8Array((texts.length + 7) >>> 3);
  texts.forEach((text, i) => {
    if (text !== null) validity[i >>> 3] |= 1 << (i & 7);
  });
  return { type, rowCount: texts.length, validity, offsets, bytes };
}
