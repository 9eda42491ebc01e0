import type { ScalarFunction } from '../../functions/define.js';
import { resolveScalar } from '../../functions/resolve.js';
import type { CallExpr, Expr } from '../../planner/logical/expr.js';
import { and, call, literal } from '../../planner/logical/make.js';

export const isLike = ({ name }: ScalarFunction): boolean => name === 'like' || name === '~~';

/**
 * `x LIKE '%piece%'` as what looks for the piece alone, so that no pattern is interpreted for every row; where there are several pieces, only
 * for the rows that have the longest one. Undefined for other patterns. NULL where x is NULL, as LIKE is.
 *
 * A piece at the start and another at the end do not make `starts_with AND ends_with`, which 'aba' satisfies without being
 *
 *   LIKE 'ab%ba'
 */
export function likeAsSearch({ fn, args, at }: CallExpr): Expr | undefined {
  if (!isLike(fn) || args.length !== 2) return undefined;
  const [text, pattern] = args;
  if (pattern.kind !== 'Literal' || typeof pattern.value !== 'string' || /[_\\]/.test(pattern.value)) return undefined;
  const search = (name: string, piece: string): Expr =>
    call(resolveScalar(name, [text.type, pattern.type]), [text, literal(piece, pattern.type, pattern.at)], at);

  const pieces = pattern.value.split('%');
  const [first, second] = pieces;
  if (pieces.length === 1) return search('=', first);
  if (pieces.length === 2 && first === '') return search('ends_with', second);
  if (pieces.length === 2 && second === '') return search('starts_with', first);
  if (pieces.length === 3 && first === '' && pieces[2] === '') return search('contains', second);
  const longest = pieces.reduce((most, piece) => (piece.length > most.length ? piece : most));
  if (first !== '' || longest === '' || text.kind !== 'Column') return undefined;
  // With its escape said, LIKE does not come here again.
  const escape = literal('\\', pattern.type, pattern.at);
  const whole = call(resolveScalar(fn.name, [text.type, pattern.type, escape.type]), [text, pattern, escape], at);
  return and([search('contains', longest), whole], at);
}
