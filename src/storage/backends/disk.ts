import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync, type Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ioError, SqlError, undefinedFile } from '../../errors.js';
import { didYouMean } from '../../data/did-you-mean.js';
import type { FilePin } from '../formats/format.js';

/** A pinned file that is open for ranged reads. All calls are synchronous; every failure is a SqlError that names the file. */
export interface OpenFile {
  readonly pin: FilePin;
  /** Bytes read so far. */
  readonly bytesRead: number;
  /** Fills `target` with the bytes at `offset`; 55000 when the file ends before. */
  readInto(target: Uint8Array, offset: number): void;
  /** Throws 55000 when the file is no longer what was pinned: call it after the last read whose bytes matter. */
  verify(): void;
  close(): void;
}

/**
 * The file as it is now. 58P01 with a hint when there is none, 42809 for a directory or what cannot be read twice (a pipe, a device), 42501 and
 * 58030 as the system says.
 */
export const pinFile = (path: string, at?: number): FilePin =>
  pinStats(
    path,
    guard(path, at, () => statSync(path)),
    at,
  );

/** As pinFile, of a file whose `stats` were just read. */
export function pinStats(path: string, stats: Stats, at?: number): FilePin {
  if (stats.isDirectory()) throw new SqlError('42809', `"${path}" is a directory`, { position: at });
  if (!stats.isFile())
    throw new SqlError('42809', `"${path}" is not a regular file`, {
      position: at,
      hint: 'A pipe or a device cannot be read in parts: copy it to a file first.',
    });
  return pinOf(path, stats);
}

const pinOf = (path: string, stats: Stats): FilePin => ({ path, sizeBytes: stats.size, mtimeMs: stats.mtimeMs });

/** Files that this thread has open although nobody reads them, by path: one of many row groups is opened once and not once for each. */
let idle: Map<string, number> | undefined;

/** Runs `use`, in which a file that is closed and opened again stays open. */
export function keepingFilesOpen<Result>(use: () => Result): Result {
  const outer = idle;
  const own = (idle = new Map<string, number>());
  try {
    return use();
  } finally {
    idle = outer;
    for (const descriptor of own.values()) closeSync(descriptor);
  }
}

function takeDescriptor(path: string): number {
  const known = idle?.get(path);
  if (known === undefined) return guard(path, undefined, () => openSync(path, 'r'));
  idle!.delete(path);
  return known;
}

function giveDescriptor(path: string, descriptor: number): void {
  if (idle === undefined || idle.has(path)) closeSync(descriptor);
  else idle.set(path, descriptor);
}

/** Opens a pinned file; 55000 when its size or modification time is not the pin's. */
export function openPinned(pin: FilePin): OpenFile {
  const descriptor = takeDescriptor(pin.path);
  let bytesRead = 0;
  const file: OpenFile = {
    pin,
    get bytesRead() {
      return bytesRead;
    },
    readInto(target, offset) {
      let filled = 0;
      while (filled < target.length) {
        const count = guard(pin.path, undefined, () => readSync(descriptor, target, filled, target.length - filled, offset + filled));
        if (count === 0) throw changed(pin);
        filled += count;
        bytesRead += count;
      }
    },
    verify() {
      const stats = guard(pin.path, undefined, () => fstatSync(descriptor));
      if (stats.size !== pin.sizeBytes || stats.mtimeMs !== pin.mtimeMs) throw changed(pin);
    },
    close() {
      giveDescriptor(pin.path, descriptor);
    },
  };
  try {
    file.verify();
  } catch (error) {
    file.close();
    throw error;
  }
  return file;
}

/** Runs `use` over the open file and closes it whatever happens. */
export function withPinned<Result>(pin: FilePin, use: (file: OpenFile) => Result): Result {
  const file = openPinned(pin);
  try {
    return use(file);
  } finally {
    file.close();
  }
}

const changed = (pin: FilePin) =>
  new SqlError('55000', `file "${pin.path}" changed while the query was reading it`, {
    hint: 'run the query again, and write files aside and rename them so that a reader never sees half of one',
  });

function guard<Result>(path: string, at: number | undefined, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw diskError(path, error, at);
  }
}

/** What a failed file system call means to the user. */
export function diskError(path: string, error: unknown, at?: number, action: 'read' | 'write' = 'read'): SqlError {
  if (error instanceof SqlError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return undefinedFile(path, at, missingFileHint(path));
    case 'EACCES':
    case 'EPERM':
      return new SqlError('42501', `permission denied for file "${path}"`, { position: at, cause: error });
    case 'EISDIR':
      return new SqlError('42809', `"${path}" is a directory`, { position: at, cause: error });
    case 'ENOSPC':
    case 'EDQUOT':
      return new SqlError('53100', `no space left to write "${path}"`, { cause: error });
    default:
      return ioError(path, message ?? String(error), error, action);
  }
}

/** What the user may have meant by a path that is not there: the nearest name in its directory, or the directory that is missing. */
export function missingFileHint(path: string): string | undefined {
  if (path.startsWith('~')) return '"~" is not expanded: write the whole path';
  const folder = dirname(path);
  if (folder !== path && !existsSync(folder)) {
    return `directory "${folder}" does not exist${suggestion(folder)}`;
  }
  const near = suggestion(path);
  return near === '' ? undefined : near.slice(2);
}

function suggestion(path: string): string {
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return '';
  }
  // A link that leads nowhere is there by this very name.
  const near = didYouMean(basename(path), names.filter((name) => name !== basename(path)).sort());
  return near === undefined ? '' : `; did you mean "${path.slice(0, path.length - basename(path).length)}${near}"?`;
}
