import type { TerminalDatabase } from '../database.js';
import type { Display } from '../run-statement.js';

export interface CommandContext {
  readonly db: TerminalDatabase;
  readonly display: Display;
  /** Columns of the terminal. */
  readonly width: number | undefined;
  readonly write: (text: string) => Promise<void>;
  /** Runs the statements of a script up to the first that fails, whose error it prints with the file's name. */
  readonly runScript: (script: string, file: string) => Promise<void>;
  /** Ends the session after this command. */
  readonly quit: () => void;
}

/** A line that starts with a backslash. */
export interface Command {
  /** Without the backslash. */
  readonly name: string;
  /** Its arguments, for \?. */
  readonly usage: string;
  readonly summary: string;
  run(args: readonly string[], context: CommandContext): Promise<void> | void;
}
