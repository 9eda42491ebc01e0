import { parseArgs } from 'node:util';
import { FORMAT_NAMES, isFormat, type FormatName } from './repl/format/names.js';

/** Something to run. */
export interface RunCall {
  readonly kind: 'run';
  /** File of statements, `-` for standard input. */
  readonly script?: string;
  readonly commands?: readonly string[];
  readonly format: FormatName;
  readonly threads?: number;
  readonly memoryLimit?: string;
}

/** What a call of `quern` asks for. */
export type CommandLine = RunCall | { readonly kind: 'help' } | { readonly kind: 'version' };

/** A call that cannot be understood; the message is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface CommandLineOption {
  readonly short: string;
  /** What help calls its value; an option without takes none. */
  readonly value?: string;
  readonly help: string;
}

const OPTIONS: Readonly<Record<string, CommandLineOption>> = {
  version: { short: 'V', help: 'output the version number' },
  command: { short: 'c', value: 'sql', help: 'run these statements; may be given several times' },
  format: { short: 'f', value: 'format', help: `how rows are printed: ${FORMAT_NAMES.join(', ')} (default: table)` },
  threads: { short: 't', value: 'n', help: 'worker threads (default: one per core)' },
  'memory-limit': { short: 'm', value: 'size', help: 'cap of memory for data, such as 512MB or 4GB' },
  help: { short: 'h', help: 'display this help' },
};

const spelt = (name: string, { short, value }: CommandLineOption): string =>
  `-${short}, --${name}${value === undefined ? '' : ` <${value}>`}`;

export function helpText(): string {
  const lines: [string, string][] = Object.entries(OPTIONS).map(([name, option]) => [spelt(name, option), option.help]);
  const width = Math.max(...lines.map(([left]) => left.length));
  const line = ([left, right]: readonly [string, string]) => `  ${left.padEnd(width)}  ${right}\n`;
  return `Usage: quern [options] [script]

SQL over Parquet and CSV files. Without a script or -c an interactive session
starts, or standard input is run when it is no terminal.

Arguments:
${line(['script', 'file of SQL statements; - is standard input'])}
Options:
${lines.map(line).join('')}`;
}

/** Reads the arguments after the program's name; raises UsageError. The first of help and version wins. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  // Not strict: there a value that starts with a dash, as SQL with a comment, is refused.
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(OPTIONS).map(([name, { short, value }]) => [name, { short, type: value === undefined ? 'boolean' : 'string' }]),
    ),
  });
  const scripts: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') scripts.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(OPTIONS, token.name) ? OPTIONS[token.name] : undefined;
    if (option === undefined) throw new UsageError(`unknown option '${token.rawName}'`);
    if (option.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`option '${spelt(token.name, option)}' takes no value`);
      return { kind: token.name === 'help' ? 'help' : 'version' };
    }
    if (token.value === undefined) throw new UsageError(`option '${spelt(token.name, option)}' argument missing`);
    values.set(token.name, [...(values.get(token.name) ?? []), token.value]);
  }
  if (scripts.length > 1) throw new UsageError(`one script is expected, not ${scripts.length}`);
  const commands = values.get('command');
  if (commands !== undefined && scripts.length > 0) throw new UsageError('a script and -c exclude each other');
  return {
    kind: 'run',
    script: scripts[0],
    commands,
    format: values.get('format')?.map(formatOf).at(-1) ?? 'table',
    threads: values.get('threads')?.map(threadsOf).at(-1),
    memoryLimit: values.get('memory-limit')?.at(-1),
  };
}

const invalid = (name: string, value: string, expected: string) =>
  new UsageError(`option '${spelt(name, OPTIONS[name])}' argument '${value}' is invalid. ${expected}`);

function formatOf(name: string): FormatName {
  if (!isFormat(name)) throw invalid('format', name, `Allowed choices are ${FORMAT_NAMES.join(', ')}.`);
  return name;
}

function threadsOf(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 256) throw invalid('threads', text, 'A number from 1 to 256 is expected.');
  return Number(text);
}
