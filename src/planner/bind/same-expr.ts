import { sameType } from '../../data/types.js';
import { isVolatile } from '../logical/effects.js';
import type { AggregateCall, Expr } from '../logical/expr.js';
import { sameExpr as sameStructure } from '../logical/same-expr.js';

/** True if one expression can stand for the other: they have the same structure, and two volatile calls are two values. */
export const sameExpr = (a: Expr, b: Expr): boolean => a === b || (sameStructure(a, b) && !isVolatile(a));

const sameOptional = (a: Expr | undefined, b: Expr | undefined): boolean => (a === undefined || b === undefined ? a === b : sameExpr(a, b));

/** True if one aggregate can serve for both. */
export function sameAggregate(a: AggregateCall, b: AggregateCall): boolean {
  return (
    a.fn === b.fn &&
    a.distinct === b.distinct &&
    sameType(a.type, b.type) &&
    sameOptional(a.filter, b.filter) &&
    a.args.length === b.args.length &&
    a.args.every((arg, i) => sameExpr(arg, b.args[i])) &&
    a.orderBy.length === b.orderBy.length &&
    a.orderBy.every((key, i) => {
      const other = b.orderBy[i];
      return key.descending === other.descending && key.nullsFirst === other.nullsFirst && sameExpr(key.expr, other.expr);
    })
  );
}
