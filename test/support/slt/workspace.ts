import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckdb } from '../../differential/duckdb.js';
import type { DuckdbRecord, FileRecord } from './parse.js';

/** Where the records of one run find and leave files: what `{temp}` stands for. */
export interface Workspace {
  /** A text with every `{temp}` replaced. */
  fill(text: string): string;
  /** A text with the folder's name replaced by `{temp}`, as it may be expected. */
  hide(text: string): string;
  /** Makes the files that a record describes. */
  make(record: FileRecord | DuckdbRecord): Promise<void>;
  remove(): void;
}

export function openWorkspace(): Workspace {
  let folder: string | undefined;
  let duckdb: ReturnType<typeof openDuckdb> | undefined;
  const fill = (text: string) =>
    text.includes('{temp}') ? text.replaceAll('{temp}', (folder ??= mkdtempSync(join(tmpdir(), 'quern-slt-')))) : text;
  return {
    fill,
    hide: (text) => (folder === undefined ? text : text.replaceAll(folder, '{temp}')),
    async make(record) {
      if (record.kind === 'duckdb') {
        duckdb ??= openDuckdb();
        await (await duckdb).connection.run(fill(record.sql));
        return;
      }
      const path = fill(record.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents(record.sql));
    },
    remove() {
      void duckdb?.then((opened) => opened.close());
      if (folder !== undefined) rmSync(folder, { recursive: true });
    },
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', c: '' };

function contents(lines: string): string {
  const text = lines.replace(/\\([nrtc\\])/g, (_, letter: string) => ESCAPES[letter]);
  return lines.endsWith('\\c') ? text : `${text}\n`;
}
