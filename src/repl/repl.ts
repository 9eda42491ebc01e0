import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isComplete } from '../sql/split.js';
import { scan } from '../sql/tokens.js';
import { runCommand } from './commands/index.js';
import { complete } from './complete.js';
import type { TerminalDatabase } from './database.js';
import { errorText } from './error-text.js';
import { prepareStringWidth } from './format/string-width.js';
import { loadHistory, oneLine, saveHistory } from './history.js';
import { runScript } from './run-script.js';
import type { Display, Output } from './run-statement.js';

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
  /** Shown before the first prompt. */
  readonly greeting?: string;
}

/** Reads statements and commands until \q or the end of input. Errors are printed and the session goes on. */
export async function startRepl({ db, input, output, display, historyFile, terminal, greeting }: ReplOptions): Promise<void> {
  await prepareStringWidth();
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

  /** Runs statements; an error leaves the rest of them unrun. */
  const runStatements = async (text: string, file?: string): Promise<void> => {
    running = new AbortController();
    try {
      let message = '';
      await runScript(db, text, { display, output: out, writeError: (error) => (message = error), signal: running.signal, file });
      if (message !== '') await out.write(message);
    } finally {
      running = undefined;
    }
  };

  const take = async (line: string): Promise<void> => {
    const command = commandIn(line, lines);
    if (command !== undefined) {
      remember(readline, [line], historyFile);
      try {
        await runCommand(command, {
          db,
          display,
          width: out.width(),
          write: out.write,
          runScript: runStatements,
          quit: () => {
            quitting = true;
          },
        });
      } catch (error) {
        await out.write(errorText(error, command));
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

  if (greeting !== undefined) await out.write(greeting);
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

/** Words that do without a backslash at the start of a statement, as in psql. */
const PLAIN_COMMANDS: Readonly<Record<string, string>> = { exit: '\\q', quit: '\\q', help: '\\?' };

/** The command that a line is: one with a backslash outside quotes, also between the lines of a statement, or a plain word before one. */
function commandIn(line: string, earlier: readonly string[]): string | undefined {
  const text = line.trim();
  if (earlier.length === 0 && Object.hasOwn(PLAIN_COMMANDS, text.toLowerCase().replace(/\s*;$/, '')))
    return PLAIN_COMMANDS[text.toLowerCase().replace(/\s*;$/, '')];
  return text.startsWith('\\') && scan(earlier.join('\n')).open === undefined ? text : undefined;
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
