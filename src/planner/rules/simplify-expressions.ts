import { mapExpr } from '../logical/children.js';
import type { Expr } from '../logical/expr.js';
import { conjunctsOf } from '../logical/make.js';
import type { LogicalPlan } from '../logical/plan.js';
import { mapAll } from '../logical/map-all.js';
import { mapExprs, transformUp } from '../logical/rewrite.js';
import { planRule } from './rule.js';
import { simplifyBoolean } from './simplify/boolean.js';
import { foldExpr, foldNode } from './simplify/fold-constants.js';
import { narrowComparison } from './simplify/narrow-comparison.js';

/**
 * Rewrites expressions into simpler ones of equal value, NULL included: `x AND NOT x` stays, for it is NULL when x is.
 * In a condition NULL counts as FALSE, and only there `x IS TRUE` is x:
 *
 *   SELECT (x > 1) IS TRUE FROM a   -- FALSE where x is NULL
 */
export const simplifyExpressions = planRule('SimplifyExpressions', (plan) => transformUp(plan, simplifyNode));

/** Expressions that were looked at and are as simple as they get: the rule runs twice over a plan, most of which stays as it is. */
const simple = new WeakSet<Expr>();

/** One expression simplified bottom-up. */
export function simplifyExpr(expr: Expr): Expr {
  if (expr.kind === 'Column' || expr.kind === 'Literal' || simple.has(expr)) return expr;
  const result = mapExpr(expr, simplifyOne);
  if (result === expr) simple.add(expr);
  return result;
}

function simplifyOne(node: Expr): Expr {
  const simpler = narrowComparison(simplifyBoolean(node));
  return simpler === node ? foldNode(node) : foldExpr(simpler);
}

function simplifyNode(plan: LogicalPlan): LogicalPlan {
  const simplified = mapExprs(plan, simplifyExpr);
  switch (simplified.kind) {
    case 'Scan':
    case 'Filter': {
      const conjuncts = simplifyConjuncts(simplified.conjuncts);
      return conjuncts === simplified.conjuncts
        ? simplified
        : simplified.kind === 'Filter' && conjuncts.length === 0
          ? simplified.input
          : { ...simplified, conjuncts };
    }
    case 'Join':
    case 'DependentJoin': {
      // A mark tells FALSE from NULL.
      const on = simplified.type === 'mark' ? simplified.on : simplifyConjuncts(simplified.on);
      return on === simplified.on ? simplified : { ...simplified, on };
    }
    default:
      return simplified;
  }
}

/** Conjuncts of a condition, flattened; the same array when nothing changes. */
export function simplifyConjuncts(conjuncts: readonly Expr[]): readonly Expr[] {
  const flat = mapAll(conjuncts, asCondition).flatMap(conjunctsOf);
  return flat.length === conjuncts.length && flat.every((conjunct, i) => conjunct === conjuncts[i]) ? conjuncts : flat;
}

const asCondition = (conjunct: Expr): Expr =>
  conjunct.kind === 'IsBoolean' && conjunct.test === true && !conjunct.negated ? asCondition(conjunct.arg) : conjunct;
