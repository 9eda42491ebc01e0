import { splitStatements } from '../sql/split.js';
import type { TerminalDatabase } from './database.js';
import { errorText, lineOf } from './error-text.js';
import { prepareStringWidth } from './format/string-width.js';
import { runStatement, type Display, type Output } from './run-statement.js';

export interface ScriptOptions {
  readonly display: Display;
  readonly output: Output;
  readonly writeError: (text: string) => void;
  readonly signal?: AbortSignal;
  /** The script's name, for errors; undefined for SQL from the command line. */
  readonly file?: string;
}

/** Runs the statements of a script in order and stops at the first that fails; false when one did. */
export async function runScript(
  db: TerminalDatabase,
  script: string,
  { display, output, writeError, signal, file }: ScriptOptions,
): Promise<boolean> {
  await prepareStringWidth();
  for (const { start, end } of splitStatements(script)) {
    const sql = script.slice(start, end);
    try {
      await runStatement(db, sql, display, output, signal);
    } catch (error) {
      writeError(errorText(error, sql, file === undefined ? '' : `${file}:${lineOf(script, start)}: `));
      return false;
    }
  }
  return true;
}
