import { existsSync, readdirSync, statSync } from 'node:fs';
import { SqlError, unsupported } from '../../errors.js';
import type { SqlValue } from '../../data/value.js';
import { diskError, missingFileHint, pinFile, pinStats } from '../backends/disk.js';
import type { FilePin } from '../formats/format.js';
import { formatOf, formatOfName, type FileFormat } from './file-format.js';
import { comparePaths, expandGlob, isGlob } from './glob.js';
import { hiveColumns, hivePairs, hiveValue, type HiveColumn } from './hive.js';

export interface ResolvedFiles {
  readonly format: FileFormat;
  /** In the order of the names; within a glob or directory in order of paths. Never empty. */
  readonly files: readonly FilePin[];
  readonly hiveColumns: readonly HiveColumn[];
  /** One row per file, values in the order of `hiveColumns`. */
  readonly valuesPerFile: readonly (readonly SqlValue[])[];
}

interface ResolveOptions {
  /** What a table function says; otherwise by extension and content. */
  readonly format?: FileFormat;
  /** Undefined: when every file has the same keys. */
  readonly hivePartitioning?: boolean;
}

/**
 * The files behind the names in FROM: paths, globs, directories. All must be of one format. 58P01 when a name stands for no file; `at` is
 * where the names stand in the query.
 */
export function resolveFiles(names: readonly string[], options: ResolveOptions = {}, at?: number): ResolvedFiles {
  if (names.length === 0) throw new SqlError('22023', 'the list of files is empty', { position: at });
  const files = names.flatMap((name) => pinsOf(name, options.format, at));
  const format = options.format ?? commonFormat(files, at);
  const paths = files.map(({ path }) => path);
  const columns = hiveColumns(paths, options.hivePartitioning);
  return { format, files, hiveColumns: columns, valuesPerFile: paths.map((path) => partitionValues(path, columns)) };
}

function partitionValues(path: string, columns: readonly HiveColumn[]): readonly SqlValue[] {
  if (columns.length === 0) return [];
  return hivePairs(path).map(([, text], k) => (text === null ? null : (hiveValue(text, columns[k].type) ?? null)));
}

function pinsOf(name: string, format: FileFormat | undefined, at: number | undefined): readonly FilePin[] {
  if (name === '') throw new SqlError('22023', 'the file name is empty', { position: at });
  if (name.includes('\0')) throw new SqlError('22023', 'a file name cannot contain a NUL byte', { position: at });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(name)?.[1].toLowerCase();
  if (scheme === 'file') return pinsOf(name.slice('file://'.length), format, at);
  if (scheme !== undefined) throw unsupported(`reading from ${scheme}://`, at, 'only files on local disks can be read');

  let stats;
  try {
    stats = statSync(name, { throwIfNoEntry: false });
  } catch (error) {
    throw diskError(name, error, at);
  }
  if (stats?.isDirectory()) return filesUnder(name, format, at).map((path) => pinFile(path, at));
  if (stats !== undefined) return [pinStats(name, stats, at)];
  if (!isGlob(name)) return [pinFile(name, at)];
  const matched = expandGlob(name);
  if (matched.length === 0) throw new SqlError('58P01', `no file matches "${name}"`, { position: at, hint: emptyGlobHint(name) });
  return matched.map((path) => pinFile(path, at));
}

/** Says how far the constant part of the pattern leads. */
function emptyGlobHint(pattern: string): string | undefined {
  const segments = pattern.split('/');
  const firstWild = segments.findIndex(isGlob);
  const folder = segments.slice(0, firstWild).join('/') || (pattern.startsWith('/') ? '/' : '.');
  if (!existsSync(folder)) {
    return missingFileHint(`${folder}/x`) ?? `directory "${folder}" does not exist`;
  }
  return contentsHint(folder);
}

function contentsHint(folder: string): string | undefined {
  let names: string[];
  try {
    names = readdirSync(folder).sort(comparePaths);
  } catch {
    return undefined;
  }
  if (names.length === 0) return `directory "${folder}" is empty`;
  const shown = names
    .slice(0, 3)
    .map((name) => `"${name}"`)
    .join(', ');
  return `directory "${folder}" has ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/** Every data file below a directory; names that begin with `_` or `.` are not data, as in Hadoop's output directories. */
function filesUnder(name: string, format: FileFormat | undefined, at: number | undefined): string[] {
  const folder = name.replace(/\/+$/, '') || '/';
  const found: string[] = [];
  const visit = (path: string): void => {
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      throw diskError(path, error, at);
    }
    for (const entry of entries) {
      if (/^[._]/.test(entry.name)) continue;
      const child = `${path === '/' ? '' : path}/${entry.name}`;
      if (entry.isDirectory()) visit(child);
      else if (formatOfName(child) !== undefined && (format === undefined || formatOfName(child) === format)) found.push(child);
    }
  };
  visit(folder);
  if (found.length === 0) {
    const kind = format === undefined ? 'Parquet or CSV' : format === 'parquet' ? 'Parquet' : 'CSV';
    throw undefinedFileIn(folder, kind, at);
  }
  return found.sort(comparePaths);
}

const undefinedFileIn = (folder: string, kind: string, at: number | undefined) =>
  new SqlError('58P01', `directory "${folder}" has no ${kind} files`, { position: at, hint: contentsHint(folder) });

function commonFormat(files: readonly FilePin[], at: number | undefined): FileFormat {
  const format = formatOf(files[0]);
  const other = files.find((file) => formatOf(file) !== format);
  if (other !== undefined) {
    throw unsupported('a table of files in several formats', at, `"${files[0].path}" is ${format}, "${other.path}" is ${formatOf(other)}`);
  }
  return format;
}
