#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { SqlError } from './errors.js';
import { FORMAT_NAMES, type FormatName } from './repl/format/names.js';
import type { Output } from './repl/run-statement.js';
import { packageVersion } from './version.js';

/** Exit codes, as psql's: a statement failed, the call itself was wrong, Ctrl-C. */
const FAILED = 1,
  MISUSED = 2,
  INTERRUPTED = 130;

interface Options {
  readonly command?: readonly string[];
  readonly format: FormatName;
  readonly threads?: number;
  readonly memoryLimit?: string;
}

// From version 22.8 on Node keeps compiled code between processes.
(nodeModule as { readonly enableCompileCache?: () => void }).enableCompileCache?.();

const version = packageVersion();

const program = new Command('quern')
  .description(
    'SQL over Parquet and CSV files. Without a script or -c an interactive session starts, or standard input is run when it is no terminal.',
  )
  .version(version)
  .argument('[script]', 'file of SQL statements; - is standard input')
  .option('-c, --command <sql>', 'run these statements; may be given several times', (sql: string, earlier: readonly string[] = []) => [
    ...earlier,
    sql,
  ])
  .addOption(new Option('-f, --format <format>', 'how rows are printed').choices(FORMAT_NAMES).default('table'))
  .option('-t, --threads <n>', 'worker threads (default: one per core)', (value) => {
    if (!/^[1-9]\d{0,2}$/.test(value)) throw new InvalidArgumentError('A number from 1 to 256 is expected.');
    return Number(value);
  })
  .option('-m, --memory-limit <size>', 'cap of memory for data, such as 512MB or 4GB')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : MISUSED));

await main(program.parse().args[0], program.opts<Options>());

async function main(script: string | undefined, options: Options): Promise<void> {
  const interactive = options.command === undefined && script === undefined && process.stdin.isTTY;
  const source = interactive ? undefined : await readSource(script, options.command);
  // At once, because each waits for its files several times; the engine first, whose threads start while the rest is loaded.
  const engine = import('./engine.js').then(({ createEngine }) =>
    createEngine(
      { threads: options.threads, memoryLimit: options.memoryLimit },
      source === undefined ? Infinity : earlyThreads(source.sql),
    ),
  );
  const loading = Promise.all([import('./create-database.js'), import('./repl/run-statement.js'), import('./repl/run-script.js')]);
  const started = await engine.catch(fail);
  const [{ createDatabase }, { defaultDisplay }, { runScript }] = await loading;
  const db = createDatabase(started);
  const display = defaultDisplay(options.format);
  try {
    if (source === undefined) {
      const { startRepl } = await import('./repl/repl.js');
      await startRepl({
        db,
        input: process.stdin,
        output: process.stdout,
        terminal: process.stdout.isTTY,
        greeting: `Quern ${version}: SQL over Parquet and CSV files. \\? lists the commands.\n`,
        historyFile: process.env.QUERN_HISTORY ?? join(homedir(), '.quern_history'),
        display: Object.assign(display, { timing: true, maxRows: 200, hints: true }),
      });
    } else {
      const succeeded = await runScript(db, source.sql, {
        display,
        output: standardOutput(),
        writeError: (message) => process.stderr.write(message),
        signal: interruption(),
        file: source.file,
      });
      if (!succeeded) process.exitCode ??= FAILED;
    }
  } finally {
    await db.close();
  }
}

/** How many threads to start before the script is looked at closely: without FROM it most likely needs none, with it one for sure. */
function earlyThreads(sql: string): number {
  return /\bfrom\b/i.test(sql) ? 1 : 0;
}

async function readSource(script: string | undefined, commands: readonly string[] | undefined): Promise<{ sql: string; file?: string }> {
  if (commands !== undefined) {
    if (script !== undefined) program.error('error: a script and -c exclude each other', { exitCode: MISUSED });
    return { sql: commands.join(';\n') };
  }
  if (script === undefined || script === '-') return { sql: (await text(process.stdin)).replace(/^\ufeff/, '') };
  try {
    return { sql: readFileSync(script, 'utf8').replace(/^\ufeff/, ''), file: script };
  } catch (error) {
    return fail(new SqlError('58P01', `could not read "${script}": ${(error as Error).message}`));
  }
}

async function fail(error: unknown): Promise<never> {
  const { errorText } = await import('./repl/error-text.js');
  process.stderr.write(errorText(error, ''));
  process.exit(MISUSED);
}

function standardOutput(): Output {
  // A reader that went away, as head does, ends the program quietly.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : FAILED));
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
