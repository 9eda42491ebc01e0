import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileForBaseline } from './baseline-code.js';

const require = createRequire(import.meta.url);

/**
 * The package's compiled C with its glue. Its main module, which is for JavaScript's convenience, would read and compile the C once more and
 * load the names of all of PostgreSQL's node types: 10 ms of a start.
 */
const GLUE = 'libpg-query/wasm/libpg-query.js';

/** What is called of the glue's exports; pointers are addresses in the instance's memory. */
interface Glue {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, to: number, room: number): void;
  UTF8ToString(from: number): string;
  getValue(at: number, type: 'i32'): number;
}

type CreateGlue = (options: {
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): void;
}) => Promise<Glue>;

/** The JSON text of a tree, or what the parser says against the text; `cursor` counts its characters from 0, undefined where it names no place. */
export type ParserReply = { readonly tree: string } | { readonly message: string; readonly cursor?: number };

/** Parses a text without NUL characters. Throws when the stack overflows, and then for good after some thirty times. */
export type ParserInstance = (text: string) => ParserReply;

let compiled: WebAssembly.Module | undefined;

/** A parser with memory of its own; its code is compiled once. */
export async function createInstance(): Promise<ParserInstance> {
  const file = require.resolve(GLUE);
  const module = (compiled ??= compileForBaseline(readFileSync(join(dirname(file), 'libpg-query.wasm'))));
  const glue = await (require(file) as CreateGlue)({
    instantiateWasm: (imports, receive) => receive(new WebAssembly.Instance(module, imports)),
  });
  return (text) => {
    const bytes = glue.lengthBytesUTF8(text) + 1;
    const query = glue._malloc(bytes);
    let result = 0;
    try {
      glue.stringToUTF8(text, query, bytes);
      result = glue._wasm_parse_query_raw(query);
      return readResult(glue, result);
    } finally {
      glue._free(query);
      if (result !== 0) glue._wasm_free_parse_result(result);
    }
  };
}

/** libpg_query's PgQueryParseResult: the tree, what was written to stderr, and a PgQueryError, whose cursor counts from 1, 0 where there is none. */
function readResult(glue: Glue, result: number): ParserReply {
  const field = (of: number, index: number) => glue.getValue(of + 4 * index, 'i32');
  const error = field(result, 2);
  if (error === 0) return { tree: glue.UTF8ToString(field(result, 0)) };
  const message = field(error, 0);
  const cursor = field(error, 4);
  return { message: message === 0 ? 'unknown error' : glue.UTF8ToString(message), cursor: cursor > 0 ? cursor - 1 : undefined };
}
