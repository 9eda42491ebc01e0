import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isComplete, splitStatements } from '../sql/split.js';
import { scan } from '../sql/tokens.js';
import { runCommand } from './commands/index.js';
import { complete } from './complete.js';
import type { TerminalDatabase } from './database.js';
import { errorText } from './error-text.js';
import { loadHistory, oneLine, saveHistory } from './history.js';
import { runStatement, type Display, type Output } from './run-statement.js';

const NAME = 'quern';

export interface ReplOptions {
  readonly db: TerminalDatabase;
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number };
  readonly display: Display;
  /** Undefined keeps no history. */
  readonly historyFile?: string;
  /** Whether the output moves its cursor: line editing, completion and progress need that. */
  readonly terminal: boolean;
}

/** Reads statements and commands until \q or the end of input. Errors are printed and the session goes on. */
export async function startRepl({ db, input, output, display, historyFile, terminal }: ReplOptions): Promise<void> {
  const history = historyFile === undefined ? [] : loadHistory(historyFile);
  let lines: string[] = [];
  let running: AbortController | undefined;
  let quitting = false;

  const readline = createInterface({
    input,
    output,
    terminal,
    history,
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: Error | null, result: [string[], string]) => void) => {
      complete(db, lines.map((earlier) => `${earlier}\n`).join(''), line)
        .then(([candidates, replaced]) => done(null, [[...candidates], replaced]))
        .catch(() => done(null, [[], line]));
    },
  });
  const out: Output = {
    write: (text) => new Promise((resolve) => output.write(text, () => resolve())),
    width: () => (terminal ? (output.columns ?? 80) : undefined),
    ...(terminal ? { status: (text: string) => output.write(text) } : {}),
  };
  const prompt = (): void => {
    readline.setPrompt(promptFor(lines));
    readline.prompt();
  };

  /** Runs whatever is complete; an error leaves the rest of a line of statements unrun. */
  const runStatements = async (text: string): Promise<void> => {
    for (const { start, end } of splitStatements(text)) {
      const sql = text.slice(start, end);
      running = new AbortController();
      try {
        await runStatement(db, sql, display, out, running.signal);
      } catch (error) {
        await out.write(errorText(error, sql));
        return;
      } finally {
        running = undefined;
      }
    }
  };

  const take = async (line: string): Promise<void> => {
    if (lines.length === 0 && line.trimStart().startsWith('\\')) {
      remember(readline, [line], historyFile);
      try {
        await runCommand(line, {
          db,
          display,
          width: out.width(),
          write: out.write,
          quit: () => {
            quitting = true;
          },
        });
      } catch (error) {
        await out.write(errorText(error, line));
      }
      return;
    }
    if (lines.length === 0 && line.trim() === '') return;
    lines.push(line);
    const text = lines.join('\n');
    if (!isComplete(text)) return;
    remember(readline, lines, historyFile);
    lines = [];
    await runStatements(text);
  };

  readline.on('SIGINT', () => {
    if (running !== undefined) {
      running.abort();
      return;
    }
    lines = [];
    output.write('^C\n');
    readline.write(null, { ctrl: true, name: 'e' });
    readline.write(null, { ctrl: true, name: 'u' });
    prompt();
  });

  prompt();
  // Lines that arrive while a statement runs wait their turn.
  for await (const line of readline) {
    await take(line);
    if (quitting) break;
    prompt();
  }
  readline.close();
  if (!quitting && terminal) output.write('\n');
}

/** `quern=> `, or what the statement so far waits for. */
function promptFor(lines: readonly string[]): string {
  if (lines.length === 0) return `${NAME}=> `;
  const { tokens, open } = scan(lines.join('\n'));
  const depth = tokens.reduce((sum, { text }) => sum + (text === '(' ? 1 : text === ')' ? -1 : 0), 0);
  const mark =
    open === undefined
      ? depth > 0
        ? '('
        : '-'
      : ({ 'quoted identifier': '"', 'dollar-quoted string': '$', '/* comment': '*' }[open.what as string] ?? "'");
  return `${NAME}${mark}> `;
}

/** Makes the lines of one statement one entry of the history. */
function remember(readline: Interface, lines: readonly string[], file: string | undefined): void {
  const entry = oneLine(lines);
  const { history } = readline as unknown as { history?: string[] };
  if (entry === undefined) {
    if (file !== undefined) for (const line of lines) saveHistory(file, line);
    return;
  }
  if (history !== undefined && lines.length > 1) {
    for (const line of [...lines].reverse()) if (history[0] === line) history.shift();
    history.unshift(entry);
  }
  if (file !== undefined && entry !== '') saveHistory(file, entry);
}
