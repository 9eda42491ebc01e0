import type { SqlValue } from '../../data/value.js';
import { SqlError } from '../../errors.js';
import { findCast } from '../../functions/resolve.js';
import type { Expr } from '../logical/expr.js';
import { operandsOf } from '../logical/children.js';
import { evaluateContext, type Binding } from './context.js';

/** True if nothing but literals and non-volatile functions is in it: it has one value per query. */
export function isConstant(expr: Expr): boolean {
  if (expr.kind === 'Column' || expr.kind === 'Subquery') return false;
  if (expr.kind === 'Call' && expr.fn.volatility === 'volatile') return false;
  return operandsOf(expr).every(isConstant);
}

/**
 * The value of a constant expression made of literals, calls and casts, computed by the functions' reference forms; undefined for any other
 * expression. Errors of the functions (22012, 22003, …) are raised.
 */
export function evaluateConstant(expr: Expr, binding: Binding): { readonly value: SqlValue } | undefined {
  switch (expr.kind) {
    case 'Literal':
      return { value: expr.value };
    case 'Call': {
      if (expr.fn.volatility === 'volatile') return undefined;
      const values: SqlValue[] = [];
      for (const arg of expr.args) {
        const known = evaluateConstant(arg, binding);
        if (known === undefined) return undefined;
        values.push(known.value);
      }
      if (expr.fn.nulls === 'propagate' && values.includes(null)) return { value: null };
      return {
        value: expr.fn.evaluate(
          values,
          evaluateContext(
            binding,
            expr.args.map((arg) => arg.type),
            expr.type,
          ),
        ),
      };
    }
    case 'Cast': {
      const known = evaluateConstant(expr.input, binding);
      const cast = findCast(expr.input.type, expr.type, 'explicit');
      if (known === undefined || cast === undefined) return undefined;
      if (known.value === null) return known;
      try {
        return { value: cast.evaluate(known.value, evaluateContext(binding, [expr.input.type], expr.type)) };
      } catch (error) {
        if (expr.lenient && error instanceof SqlError) return { value: null };
        throw error;
      }
    }
    default:
      return undefined;
  }
}
