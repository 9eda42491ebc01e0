import { operandsOf } from '../../logical/children.js';
import { isVolatile } from '../../logical/effects.js';
import type { Expr } from '../../logical/expr.js';
import { column } from '../../logical/make.js';
import { settle } from '../coerce.js';
import type { Clause, Scope } from '../context.js';

/** Clauses under which a projection for pending expressions can be put. */
const WITH_PROJECTION: ReadonlySet<Clause> = new Set(['SELECT', 'WHERE', 'HAVING', 'QUALIFY', 'ORDER BY']);

const hasSubquery = (expr: Expr): boolean => expr.kind === 'Subquery' || operandsOf(expr).some(hasSubquery);

/**
 * The operand of a construct that uses it several times, such as simple CASE. What is deterministic is simply repeated; a volatile call or
 * a subquery is computed by a projection below and referred to.
 */
export function evaluateOnce(expr: Expr, scope: Scope): Expr {
  if ((!hasSubquery(expr) && !isVolatile(expr)) || !WITH_PROJECTION.has(scope.frame.clause)) return expr;
  const settled = settle(expr, scope.binding);
  const output = column({ id: scope.binding.newId(), name: 'operand', type: settled.type }, expr.at);
  scope.binding.owners.set(output.id, scope.frame);
  scope.frame.pending.push({ output, expr: settled });
  return output;
}
