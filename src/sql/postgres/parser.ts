import { SqlError, syntaxError, tooDeep, unsupported } from '../../errors.js';
import type { StatementNode } from '../ast.js';
import type { ParsedStatement } from '../parse.js';
import { singleEquals } from '../rewrite/double-equals.js';
import { MARKER } from '../rewrite/markers.js';
import { rewrite } from '../rewrite/rewrite.js';
import { splitTokens, type StatementSpan } from '../split.js';
import { scan, type Token } from '../tokens.js';
import type { Context } from './from-parser/context.js';
import { statement } from './from-parser/statement.js';
import { loadLibrary, parseTree } from './library.js';
import { checkNesting } from './nesting.js';
import { Source } from './source.js';

/** Must have resolved once before `parseStatements` is called. */
export async function loadParser(): Promise<void> {
  await loadLibrary();
}

/**
 * Parses a script in the default dialect: PostgreSQL's grammar, and where it refuses a statement, the friendly syntax of rewrite/.
 * Raises 42601, 0A000 or 54001 with a position in `text`; an empty script gives no statements.
 */
export function parseStatements(text: string): readonly ParsedStatement[] {
  checkCharacters(text);
  const { tokens, open } = scan(text);
  const parsed = splitTokens(tokens).map((span) => parseOne(text, span));
  if (open !== undefined) throw unterminated(text, open.what, open.start);
  return parsed;
}

function checkCharacters(text: string): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00', { position: nul });
  const lone = text.search(/\p{Surrogate}/u);
  if (lone >= 0) throw new SqlError('22021', 'invalid UTF-16: lone surrogate', { position: lone });
}

/** Names that read like the rewrites' markers would be taken for them. */
function checkMarkers(tokens: readonly Token[]): void {
  const found = tokens.find(({ kind, text }) => kind === 'quoted' && (text.startsWith(`"${MARKER}`) || /^u&"\\(?:\+00)?e000/i.test(text)));
  if (found !== undefined) throw unsupported('an identifier that starts with U+E000', found.start);
}

function unterminated(text: string, what: string, start: number): SqlError {
  return syntaxError(`unterminated ${what} at or near "${text.slice(start)}"`, start);
}

function parseOne(text: string, span: StatementSpan): ParsedStatement {
  checkNesting(span.tokens);
  checkMarkers(span.tokens);
  const plain = singleEquals(text.slice(span.start, span.end), span.tokens, span.start);
  const source = new Source(plain, span.tokens, span.start, (i) => span.tokens[i].start, span.end);
  let node: StatementNode;
  try {
    node = convert({ source, files: [], lenientCasts: new Set(), nullTreatments: new Map() }, span.start);
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    node = parseFriendly(span, error);
  }
  const parameterCount = span.tokens.reduce(
    (most, token) => (token.kind === 'parameter' ? Math.max(most, Number(token.text.slice(1))) : most),
    0,
  );
  return { statement: node, start: span.start, end: span.end, parameterCount };
}

/** Parses what the rewrites make of a statement. When that fails too, the error that lies further in the text is the user's. */
function parseFriendly(span: StatementSpan, refusal: SqlError): StatementNode {
  const rewritten = rewrite(span.tokens);
  if (rewritten === undefined) throw refusal;
  const { text, tokens, positions, wrap } = rewritten;
  const source = new Source(text, tokens, 0, (i) => positions[i], span.end);
  try {
    const node = convert({ ...rewritten, source }, span.start);
    const wrapped = wrap === undefined ? node : wrap(node, span.start);
    if (wrapped === undefined) throw refusal;
    return wrapped;
  } catch (error) {
    if (!isSyntaxError(error) || error.message.includes(MARKER)) throw isSyntaxError(error) ? refusal : error;
    throw (error.position ?? 0) > (refusal.position ?? 0) ? error : refusal;
  }
}

const isSyntaxError = (error: unknown): error is SqlError => error instanceof SqlError && error.sqlState === '42601';

function convert(cx: Context, start: number): StatementNode {
  const { stmts } = parseTree(cx.source.text, (cursor) => cx.source.atCharacter(cursor));
  const node = stmts?.[0]?.stmt;
  if (node === undefined) throw syntaxError('syntax error at end of input', start);
  try {
    return statement(node, cx, start);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(start, error);
    throw error;
  }
}
