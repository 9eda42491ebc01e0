import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as LibPgQuery from 'libpg-query';
import { InternalError, SqlError, syntaxError, tooDeep } from '../../errors.js';
import { withBaselineCode } from './baseline-code.js';

const require = createRequire(import.meta.url);

let library: typeof LibPgQuery | undefined;

/** Loads the parser's WebAssembly once; `parseTree` needs it. */
export async function loadLibrary(): Promise<void> {
  if (library !== undefined) return;
  const file = join(dirname(require.resolve('libpg-query')), 'libpg-query.wasm');
  await withBaselineCode(
    () => readFileSync(file),
    async () => {
      const loaded = require('libpg-query') as typeof LibPgQuery;
      await loaded.loadModule();
      library = loaded;
    },
    () => library!.parseSync('SELECT 1'),
  );
}

/**
 * Replaces the parser's instance in the background: one that overflowed its stack never gets that stack back, and fails
 * for good after some thirty such parses. Until the new one is there the old one serves.
 */
async function replaceLibrary(): Promise<void> {
  delete require.cache[require.resolve('libpg-query')];
  const fresh = require('libpg-query') as typeof LibPgQuery;
  await fresh.loadModule();
  library = fresh;
}

/**
 * PostgreSQL's tree of a text without NUL characters; locations in it count UTF-8 bytes.
 * A syntax error becomes 42601 with PostgreSQL's message and the position that `positionOf` gives its cursor, which counts characters.
 */
export function parseTree(text: string, positionOf: (cursor: number) => number): LibPgQuery.ParseResult {
  if (library === undefined) throw new InternalError('the SQL parser is not loaded');
  try {
    return library.parseSync(text);
  } catch (error) {
    if (library.hasSqlDetails(error)) {
      const at = positionOf(error.sqlDetails!.cursorPosition);
      if (error.message.startsWith('memory exhausted')) throw tooDeep(at);
      throw libraryError(error.message, at);
    }
    void replaceLibrary();
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) throw tooDeep(undefined, error);
    throw new InternalError(`the SQL parser failed: ${String(error)}`, { cause: error });
  }
}

/** The scanner and the grammar raise more than syntax errors; the code follows PostgreSQL's for the same text. */
function libraryError(message: string, at: number | undefined): SqlError {
  if (/not (?:yet )?implemented|not supported/.test(message)) return new SqlError('0A000', message, { position: at });
  if (/invalid Unicode|invalid byte sequence|surrogate/.test(message)) return new SqlError('22021', message, { position: at });
  if (/^frame (?:start|end|starting) /.test(message)) return new SqlError('42P20', message, { position: at });
  return syntaxError(message, at);
}
