import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const MAX_ENTRIES = 1000;

/** The statements of earlier sessions, newest first as readline wants them; none when there is no such file. */
export function loadHistory(file: string): string[] {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
  if (lines.length > 2 * MAX_ENTRIES) {
    lines = lines.slice(-MAX_ENTRIES);
    attempt(() => writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 }));
  }
  return lines.slice(-MAX_ENTRIES).reverse();
}

/** Adds one statement, on one line. */
export function saveHistory(file: string, entry: string): void {
  attempt(() => appendFileSync(file, `${entry}\n`, { mode: 0o600 }));
}

/** A statement of several lines as one; undefined when a comment in it reaches to a line's end. */
export function oneLine(lines: readonly string[]): string | undefined {
  return lines.some((line) => line.includes('--'))
    ? undefined
    : lines
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' ');
}

/** A history that cannot be written is no reason to disturb anybody. */
function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // Read-only home, full disk: the session goes on without.
  }
}
