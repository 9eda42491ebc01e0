import os from 'node:os';
import { SqlError } from './errors.js';

/** One setting: SET and open() accept it by name; `parse` reads its text form and raises 22023. */
interface Setting<T> {
  readonly default: T;
  readonly parse: (text: string) => T;
  readonly doc: string;
}

const invalid = (name: string, text: string, hint: string) =>
  new SqlError('22023', `invalid value for parameter "${name}": "${text}"`, { hint });

const integer =
  (name: string, min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) throw invalid(name, text, `an integer from ${min} to ${max} is expected`);
    return value;
  };

const flag =
  (name: string) =>
  (text: string): boolean => {
    const word = text.toLowerCase();
    if (['on', 'true', '1', 'yes'].includes(word)) return true;
    if (['off', 'false', '0', 'no'].includes(word)) return false;
    throw invalid(name, text, 'on or off is expected');
  };

const setting = <T>(entry: Setting<T>): Setting<T> => entry;

/** The settings of a session that SET, SHOW and RESET know. */
export const SETTINGS = {
  timezone: setting({
    default: 'UTC',
    parse: (text) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
      } catch {
        throw invalid('timezone', text, 'a name such as Europe/Paris is expected');
      }
    },
    doc: 'The time zone in which timestamps with time zone are read and shown.',
  }),
  batch_rows: setting({ default: 8192, parse: integer('batch_rows', 1, 65536), doc: 'Rows that a compiled pipeline processes per call.' }),
  partitions: setting({
    default: 0,
    parse: integer('partitions', 0, 4096),
    doc: 'Partitions of a scan of an in-memory table; 0 chooses by size.',
  }),
  optimizer_rules: setting({
    default: true,
    parse: flag('optimizer_rules'),
    doc: 'Whether optional rewrites run. Answers never depend on it.',
  }),
  disabled_rules: setting({ default: '', parse: (text) => text, doc: 'Names of optimizer rules that are left out, separated by commas.' }),
  compile_functions: setting({
    default: true,
    parse: flag('compile_functions'),
    doc: 'Whether functions run in their compiled form. Answers never depend on it.',
  }),
  statement_timeout: setting({
    default: 0,
    parse: integer('statement_timeout', 0, 2 ** 31 - 1),
    doc: 'Milliseconds after which a statement is cancelled; 0 is never.',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings = {
  -readonly [K in SettingName]: (typeof SETTINGS)[K]['default'] extends number
    ? number
    : (typeof SETTINGS)[K]['default'] extends boolean
      ? boolean
      : string;
};

export const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

export const defaultSettings = (): Settings =>
  Object.fromEntries(Object.entries(SETTINGS).map(([name, entry]) => [name, entry.default])) as unknown as Settings;

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
};

const unitOf = (name: string): number | undefined => (Object.hasOwn(UNITS, name) ? UNITS[name] : undefined);

/** Bytes from a number or a text such as `512MB` or `2GiB`. */
export function parseBytes(size: number | string): number {
  if (typeof size === 'number' && size > 0) return size;
  const match = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(String(size));
  const unit = match === null ? undefined : unitOf(match[2].toLowerCase());
  const value = match === null ? NaN : Number(match[1]);
  if (unit === undefined || !(value > 0)) throw invalid('memoryLimit', String(size), 'a size such as 512MB or 2GiB is expected');
  return Math.floor(value * unit);
}

/** What open() takes about resources; every field has a default. */
export interface ResourceOptions {
  /** Worker threads, 1 to 256; default: the number of cores. */
  readonly threads?: number;
  /** Cap of all columns, tables and runs, in bytes or as `2GB`; at most just under 4 GiB, which with three quarters of the memory is the default. */
  readonly memoryLimit?: number | string;
}

export function resolveResources(options: ResourceOptions): { readonly threads: number; readonly memoryBytes: number } {
  const unknown = Object.keys(options).find((name) => name !== 'threads' && name !== 'memoryLimit');
  if (unknown !== undefined)
    throw new SqlError('22023', `open() has no option "${unknown}"`, { hint: 'The options are threads and memoryLimit.' });
  const { threads, memoryLimit } = options;
  const count = threads ?? os.availableParallelism();
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw invalid('threads', String(threads), 'an integer from 1 to 256 is expected');
  return { threads: count, memoryBytes: Math.min(memoryLimit === undefined ? os.totalmem() * 0.75 : parseBytes(memoryLimit), 2 ** 32) };
}
