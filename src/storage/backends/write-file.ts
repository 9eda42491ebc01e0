import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { SqlError } from '../../errors.js';
import { diskError } from './disk.js';

/** A file that is written aside and takes its name only when it is whole. Failures are SqlErrors that name the file. */
export interface PendingFile {
  write(bytes: Uint8Array): void;
  /** Makes the file durable and gives it its name, in place of any file that has it. */
  commit(): void;
  /** Leaves nothing behind; does nothing after `commit`. */
  abort(): void;
}

/**
 * Begins a file in the directory where it will stay, so that the last rename is atomic. Symbolic links stay and lead to the new file, which has
 * the permissions of the one it replaces. 42809 for what no file may replace: directories, devices, pipes and sockets.
 */
export function createPendingFile(path: string): PendingFile {
  const target = attempt(path, () => targetOf(path));
  const aside = join(dirname(target.path), `.quern-${randomBytes(8).toString('hex')}.tmp`);
  let descriptor: number | undefined = attempt(path, () => openSync(aside, 'wx'));
  const closed = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  return {
    write(bytes) {
      attempt(path, () => {
        for (let done = 0; done < bytes.length;) done += writeSync(descriptor!, bytes, done);
      });
    },
    commit() {
      attempt(path, () => {
        if (target.mode !== undefined) fchmodSync(descriptor!, target.mode);
        fsyncSync(descriptor!);
        closed();
        renameSync(aside, target.path);
      });
    },
    abort() {
      closed();
      rmSync(aside, { force: true });
    },
  };
}

interface Target {
  readonly path: string;
  /** The permissions of the file that is there. */
  readonly mode?: number;
}

function targetOf(path: string): Target {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { path: behindLinks(path) };
  if (stats.isDirectory()) throw new SqlError('42809', `"${path}" is a directory`);
  if (!stats.isFile())
    throw new SqlError('42809', `"${path}" is not a regular file`, { hint: 'A device or a pipe cannot be replaced: name a file.' });
  accessSync(path, constants.W_OK);
  return { path: realpathSync(path), mode: stats.mode & 0o7777 };
}

/** Where a link leads that names a file not there yet. */
function behindLinks(path: string): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? behindLinks(resolve(dirname(path), readlinkSync(path))) : path;
}

function attempt<Result>(path: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw diskError(path, error, undefined, 'write');
  }
}
