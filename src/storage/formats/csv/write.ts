import { formatValue } from '../../../data/format.js';
import type { SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import { createPendingFile } from '../../backends/write-file.js';
import type { CsvWriteOptions } from './write-options.js';

/** Rows to write: exact values (data/value.ts) in the order of the columns. A query's result is one. */
export interface CsvRows {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  values(): Iterable<readonly SqlValue[]>;
}

const CHUNK_CHARACTERS = 1 << 18;

/**
 * Writes rows to a file as RFC 4180 and PostgreSQL's COPY do (lines end in \n), beside it first: after an error the file is as it was. Returns the
 * number of rows. `pause` is awaited every few thousand rows, and ends the writing when it rejects.
 */
export async function writeCsv(path: string, rows: CsvRows, options: CsvWriteOptions, pause?: () => Promise<void>): Promise<number> {
  const file = createPendingFile(path);
  try {
    let count = 0;
    for (const chunk of csvChunks(rows, options)) {
      await pause?.();
      file.write(chunk.bytes);
      count += chunk.rows;
    }
    file.commit();
    return count;
  } finally {
    file.abort();
  }
}

/** The same as UTF-8 in pieces of whole rows. */
export function* csvChunks(
  { columns, values }: CsvRows,
  options: CsvWriteOptions,
): Generator<{ readonly bytes: Uint8Array; readonly rows: number }> {
  const { delimiter } = options;
  const quoted = quoter(options);
  const forced = new Set(
    options.forceQuote === '*' ? columns.map(({ name }) => name.toLowerCase()) : options.forceQuote.map((name) => name.toLowerCase()),
  );
  const cells = columns.map(({ name, type }) => cellWriter(type, options, quoted, forced.has(name.toLowerCase())));
  let text = options.header ? `${columns.map(({ name }) => quoted(name, false)).join(delimiter)}\n` : '';
  let rows = 0;
  for (const row of values()) {
    for (let i = 0; i < cells.length; i++) text += (i === 0 ? '' : delimiter) + cells[i](row[i]);
    text += '\n';
    rows++;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield { bytes: Buffer.from(text), rows };
    text = '';
    rows = 0;
  }
  if (text !== '') yield { bytes: Buffer.from(text), rows };
}

/** NULL is the NULL string without quotes, so a value that looks like it, and every forced one, gets quotes. */
function cellWriter(
  type: SqlType,
  { nullString }: CsvWriteOptions,
  quoted: (text: string, always: boolean) => string,
  forced: boolean,
): (value: SqlValue) => string {
  return (value) => {
    if (value === null) return nullString;
    const text = formatValue(value, type);
    return quoted(text, forced || text === nullString);
  };
}

function quoter({ delimiter, quote, escape }: CsvWriteOptions): (text: string, always: boolean) => string {
  const special = new RegExp(`[${[delimiter, quote, escape === quote ? '' : escape].join('').replace(/[\\\]^-]/g, '\\$&')}\\r\\n]`);
  return (text, always) => {
    if (!always && !special.test(text)) return text;
    const inner =
      escape === quote ? text.replaceAll(quote, quote + quote) : text.replaceAll(escape, escape + escape).replaceAll(quote, escape + quote);
    return quote + inner + quote;
  };
}
