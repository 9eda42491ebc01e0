import { findCast } from '../../functions/resolve.js';
import type { EvaluateContext } from '../../functions/define.js';
import { literal } from '../logical/make.js';
import { sameType } from '../../data/types.js';
import type { SqlType } from '../../data/types.js';
import type { Expr, LiteralExpr } from '../logical/expr.js';
import type { SqlValue } from '../../data/value.js';

/** Immutable functions do not look at the time or the zone. */
const contextOf = (args: readonly SqlType[], returns: SqlType): EvaluateContext => ({ args, returns, nowMicros: 0n, timeZone: 'UTC' });

/**
 * The literal that an expression over literals computes; undefined when an operand is no literal, or the value depends on the session.
 * Raises what the expression raises.
 */
export function evaluateConstant(expr: Expr): LiteralExpr | undefined {
  switch (expr.kind) {
    case 'Literal':
      return expr;
    case 'Call': {
      if (expr.fn.volatility !== 'immutable' || expr.fn.unbounded === true) return undefined;
      const args: SqlValue[] = [];
      for (const arg of expr.args) {
        if (arg.kind !== 'Literal') return undefined;
        args.push(arg.value);
      }
      const value =
        expr.fn.nulls === 'propagate' && args.includes(null)
          ? null
          : expr.fn.evaluate(
              args,
              contextOf(
                expr.args.map((arg) => arg.type),
                expr.type,
              ),
            );
      return literal(value, expr.type, expr.at);
    }
    case 'Cast': {
      if (expr.input.kind !== 'Literal') return undefined;
      if (expr.input.value === null) return literal(null, expr.type, expr.at);
      return convert(expr.input, expr.type, expr.lenient, expr.at);
    }
    case 'IsNull':
      return expr.arg.kind === 'Literal' ? literal((expr.arg.value === null) !== expr.negated, expr.type, expr.at) : undefined;
    case 'IsBoolean':
      return expr.arg.kind === 'Literal' ? literal((expr.arg.value === expr.test) !== expr.negated, expr.type, expr.at) : undefined;
    default:
      return undefined;
  }
}

function convert(input: LiteralExpr, type: SqlType, lenient: boolean, at: number | undefined): LiteralExpr | undefined {
  if (sameType(input.type, type)) return literal(input.value, type, at);
  // A timestamptz is read and shown in the session's zone, so its conversions wait until the query runs.
  if (type.kind === 'timestamptz' || input.type.kind === 'timestamptz') return undefined;
  const cast = findCast(input.type, type, 'explicit');
  if (cast === undefined) return undefined;
  try {
    return literal(cast.evaluate(input.value, contextOf([input.type], type)), type, at);
  } catch (error) {
    if (lenient) return literal(null, type, at);
    throw error;
  }
}
