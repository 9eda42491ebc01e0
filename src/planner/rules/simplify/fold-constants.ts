import { SqlError } from '../../../errors.js';
import { mapExpr } from '../../logical/children.js';
import type { Expr } from '../../logical/expr.js';
import { evaluateConstant } from '../constants.js';

/** An expression with its constant parts computed. */
export const foldExpr = (expr: Expr): Expr => mapExpr(expr, foldNode);

/**
 * As foldExpr, of an expression whose operands are folded already. One that raises is kept, to raise only if it is reached:
 *
 *   SELECT CASE WHEN x = 0 THEN 0 ELSE 1 / 0 END FROM a
 */
export function foldNode(node: Expr): Expr {
  if (node.kind === 'Literal' || node.kind === 'Column') return node;
  try {
    return evaluateConstant(node) ?? node;
  } catch (error) {
    if (error instanceof SqlError) return node;
    throw error;
  }
}
