import type { ParseResult } from 'libpg-query';
import { InternalError, SqlError, syntaxError, tooDeep } from '../../errors.js';
import { keepBaselineCode } from './baseline-code.js';
import { createInstance, type ParserInstance } from './instance.js';

let parse: ParserInstance | undefined;
let isReplacing = false;

/** Loads the parser's WebAssembly once; `parseTree` needs it. */
export async function loadLibrary(): Promise<void> {
  if (parse !== undefined) return;
  const first = await createInstance();
  keepBaselineCode(() => first('SELECT 1'));
  parse = first;
}

/**
 * Replaces the parser's instance: one that overflowed its stack never gets that stack back. Until the new one is there the old one serves.
 */
async function replaceLibrary(): Promise<void> {
  if (isReplacing) return;
  isReplacing = true;
  try {
    parse = await createInstance();
  } finally {
    isReplacing = false;
  }
}

/**
 * PostgreSQL's tree of a text without NUL characters; locations in it count UTF-8 bytes.
 * A syntax error becomes 42601 with PostgreSQL's message and the position that `positionOf` gives its cursor, which counts characters.
 */
export function parseTree(text: string, positionOf: (cursor: number) => number): ParseResult {
  if (parse === undefined) throw new InternalError('the SQL parser is not loaded');
  let reply: ReturnType<ParserInstance>;
  try {
    reply = parse(text);
  } catch (error) {
    void replaceLibrary();
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) throw tooDeep(undefined, error);
    throw new InternalError(`the SQL parser failed: ${String(error)}`, { cause: error });
  }
  if ('tree' in reply) return JSON.parse(reply.tree) as ParseResult;
  const at = reply.cursor === undefined ? undefined : positionOf(reply.cursor);
  if (reply.message.startsWith('memory exhausted')) throw tooDeep(at);
  throw libraryError(reply.message, at);
}

/** The scanner and the grammar raise more than syntax errors; the code follows PostgreSQL's for the same text. */
function libraryError(message: string, at: number | undefined): SqlError {
  if (/not (?:yet )?implemented|not supported/.test(message)) return new SqlError('0A000', message, { position: at });
  if (/invalid Unicode|invalid byte sequence|surrogate/.test(message)) return new SqlError('22021', message, { position: at });
  if (/^frame (?:start|end|starting) /.test(message)) return new SqlError('42P20', message, { position: at });
  return syntaxError(message, at);
}
