#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { helpText, parseCommandLine, UsageError, type RunCall } from './command-line.js';
import type { Output } from './repl/run-statement.js';

/** Exit codes, as psql's: a statement failed, the call itself was wrong, Ctrl-C. */
const FAILED = 1,
  MISUSED = 2,
  INTERRUPTED = 130;

// From version 22.8 on Node keeps compiled code between processes, from here on: so all that is large is imported later.
(nodeModule as { readonly enableCompileCache?: () => void }).enableCompileCache?.();

// A reader that went away, as head does, ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : FAILED));

try {
  const call = parseCommandLine(process.argv.slice(2));
  if (call.kind === 'help') process.stdout.write(helpText());
  else if (call.kind === 'version') process.stdout.write(`${await version()}\n`);
  else await run(call);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`error: ${error.message}\nTry 'quern --help'.\n`);
  process.exitCode = MISUSED;
}

/** Statements, and the file that they come from. */
interface Source {
  readonly sql: string;
  readonly file?: string;
}

async function run({ script, commands, format, threads, memoryLimit }: RunCall): Promise<void> {
  const interactive = commands === undefined && script === undefined && process.stdin.isTTY;
  const sources = interactive ? undefined : (commands?.map((sql): Source => ({ sql })) ?? [await readScript(script)]);
  // At once, because each waits for its files several times; the engine first, whose threads start while the rest is loaded.
  const engine = import('./engine.js').then(({ createEngine }) =>
    createEngine({ threads, memoryLimit }, sources === undefined ? Infinity : Math.max(...sources.map(earlyThreads))),
  );
  const loading = import('./repl/batch.js');
  const started = await engine.catch(fail);
  const { createDatabase, defaultDisplay, runScript } = await loading;
  const db = createDatabase(started);
  const display = defaultDisplay(format);
  try {
    if (sources === undefined) {
      const { startRepl } = await import('./repl/repl.js');
      await startRepl({
        db,
        input: process.stdin,
        output: process.stdout,
        terminal: process.stdout.isTTY,
        greeting: `Quern ${await version()}: SQL over Parquet and CSV files. \\? lists the commands.\n`,
        historyFile: process.env.QUERN_HISTORY ?? join(homedir(), '.quern_history'),
        display: Object.assign(display, { timing: true, maxRows: 200, hints: true }),
      });
    } else {
      const settings = {
        display,
        output: standardOutput(),
        writeError: (message: string) => process.stderr.write(message),
        signal: interruption(),
      };
      let succeeded = true;
      for (const { sql, file } of sources) succeeded &&= await runScript(db, sql, { ...settings, file });
      if (!succeeded) process.exitCode ??= FAILED;
    }
  } finally {
    await db.close();
  }
}

/** How many threads to start before the script is looked at closely: without FROM it most likely needs none, with it one for sure. */
function earlyThreads({ sql }: Source): number {
  return /\bfrom\b/i.test(sql) ? 1 : 0;
}

async function readScript(script: string | undefined): Promise<Source> {
  if (script === undefined || script === '-') {
    const { text } = await import('node:stream/consumers');
    return { sql: (await text(process.stdin)).replace(/^\ufeff/, '') };
  }
  try {
    return { sql: readFileSync(script, 'utf8').replace(/^\ufeff/, ''), file: script };
  } catch (error) {
    const { SqlError } = await import('./errors.js');
    return fail(new SqlError('58P01', `could not read "${script}": ${(error as Error).message}`));
  }
}

async function version(): Promise<string> {
  const { packageVersion } = await import('./version.js');
  return packageVersion();
}

async function fail(error: unknown): Promise<never> {
  const { errorText } = await import('./repl/error-text.js');
  process.stderr.write(errorText(error, ''));
  process.exit(MISUSED);
}

function standardOutput(): Output {
  return {
    write: (piece) => new Promise((resolve) => process.stdout.write(piece, () => resolve())),
    width: () => (process.stdout.isTTY ? process.stdout.columns : undefined),
    ...(process.stderr.isTTY ? { status: (piece: string) => process.stderr.write(piece) } : {}),
  };
}

/** Ctrl-C cancels the running statement, and with it the script; a second one ends the program at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.exitCode = INTERRUPTED;
    controller.abort();
  });
  return controller.signal;
}
