import { clockMs } from '../data/clock.js';
import type { TerminalDatabase } from './database.js';
import { expanded, FORMATS } from './format/index.js';
import type { FormatName } from './format/names.js';
import { startProgress } from './progress.js';

/** How results are shown; the terminal's commands change it. */
export interface Display {
  format: FormatName;
  expanded: boolean;
  timing: boolean;
  /** Rows that a table shows at most; undefined shows all. */
  maxRows?: number;
  timeZone: string;
  /** Whether a result may name the command that shows the rest of it. */
  hints?: boolean;
}

export const defaultDisplay = (format: FormatName): Display => ({ format, expanded: false, timing: false, timeZone: 'UTC' });

export interface Output {
  /** Resolves when the reader has taken the text. */
  write(text: string): Promise<void>;
  /** Columns of the terminal that the text goes to; undefined for files and pipes. */
  width(): number | undefined;
  /** Where a progress bar may be drawn; undefined where nobody sees it. */
  readonly status?: (text: string) => void;
}

/** Large results are written in pieces of about this many characters. */
const PIECE = 1 << 16;

/** Runs one statement and writes its rows, or its command tag when it has none. */
export async function runStatement(
  db: TerminalDatabase,
  sql: string,
  display: Display,
  output: Output,
  signal?: AbortSignal,
): Promise<void> {
  const started = clockMs();
  const progress = output.status === undefined ? undefined : startProgress(output.status);
  let result: Awaited<ReturnType<TerminalDatabase['query']>>;
  try {
    result = await db.query(sql, [], { signal, onProgress: progress?.update });
  } finally {
    progress?.end();
  }
  const elapsed = clockMs() - started;
  // A query may have no columns; CREATE TABLE AS is `SELECT n`, with the number.
  if (result.columns.length > 0 || result.command === 'SELECT') {
    const format = display.expanded && display.format === 'table' ? expanded : FORMATS[display.format];
    await writeAll(
      format(result, { width: output.width(), maxRows: display.maxRows, timeZone: display.timeZone, hints: display.hints }),
      output,
    );
  } else if (display.format === 'table') {
    await output.write(`${result.command}\n`);
  }
  if (display.timing) await output.write(`Time: ${durationText(elapsed)}\n`);
  if (/^(?:SET|RESET)/.test(result.command)) display.timeZone = await sessionTimeZone(db, display.timeZone);
}

async function writeAll(pieces: Iterable<string>, output: Output): Promise<void> {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < PIECE) continue;
    await output.write(pending);
    pending = '';
  }
  if (pending !== '') await output.write(pending);
}

async function sessionTimeZone(db: TerminalDatabase, fallback: string): Promise<string> {
  const [row] = [...(await db.query('SHOW timezone')).values()];
  return typeof row?.[0] === 'string' ? row[0] : fallback;
}

/** `12.3 ms`, `4.56 s`, `2 min 3.4 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${ms.toFixed(1)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${((ms % 60_000) / 1000).toFixed(1)} s`;
}
