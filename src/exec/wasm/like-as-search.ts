import { resolveScalar } from '../../functions/resolve.js';
import type { CallExpr, Expr } from '../../planner/logical/expr.js';
import { call, literal } from '../../planner/logical/make.js';

/** A piece of text without wildcards and escapes, alone, or with anything before it, after it, or both. */
const ONE_PIECE = /^(%?)([^%_\\]*)(%?)$/;

/**
 * `x LIKE '%piece%'` as what looks for the piece alone, so that no pattern is interpreted for every row; undefined for other patterns. NULL
 * where x is NULL, as LIKE is.
 */
export function likeAsSearch({ fn, args, at }: CallExpr): Expr | undefined {
  if ((fn.name !== 'like' && fn.name !== '~~') || args.length !== 2) return undefined;
  const [text, pattern] = args;
  if (pattern.kind !== 'Literal' || typeof pattern.value !== 'string') return undefined;
  const match = ONE_PIECE.exec(pattern.value);
  if (match === null) return undefined;
  const [, before, piece, after] = match;
  const name = before === '' ? (after === '' ? '=' : 'starts_with') : after === '' ? 'ends_with' : 'contains';
  return call(resolveScalar(name, [text.type, pattern.type]), [text, literal(piece, pattern.type, pattern.at)], at);
}
