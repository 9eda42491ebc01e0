import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/** Begins a file in the directory of `path`, so that the last rename is atomic. */
export function createPendingFile(path: string): PendingFile {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new SqlError('42809', `"${path}" is a directory`);
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
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
        fsyncSync(descriptor!);
        closed();
        renameSync(aside, path);
      });
    },
    abort() {
      closed();
      rmSync(aside, { force: true });
    },
  };
}

function attempt<Result>(path: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw diskError(path, error);
  }
}
