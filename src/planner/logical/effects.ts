import { exprsOf, inputsOf, operandsOf } from './children.js';
import type { Expr } from './expr.js';
import type { LogicalPlan } from './plan.js';
import { isFloat, isInteger } from '../../data/types.js';
import type { SqlType } from '../../data/types.js';

const volatileExprs = new WeakMap<Expr, boolean>();
const volatilePlans = new WeakMap<LogicalPlan, boolean>();

/** Whether evaluating twice can give two answers: such expressions are neither duplicated nor moved. */
export function isVolatile(expr: Expr): boolean {
  if (expr.kind === 'Column' || expr.kind === 'Literal') return false;
  let known = volatileExprs.get(expr);
  if (known === undefined) {
    known =
      (expr.kind === 'Call' && expr.fn.volatility === 'volatile') ||
      (expr.kind === 'Subquery' && isVolatilePlan(expr.plan)) ||
      operandsOf(expr).some(isVolatile);
    volatileExprs.set(expr, known);
  }
  return known;
}

/** Whether a plan can give other rows when it is run again. */
export function isVolatilePlan(plan: LogicalPlan): boolean {
  let known = volatilePlans.get(plan);
  if (known === undefined) {
    known = exprsOf(plan).some(isVolatile) || inputsOf(plan).some(isVolatilePlan);
    volatilePlans.set(plan, known);
  }
  return known;
}

/** Operators that are defined for all values of all their types. */
const NEVER_RAISING = new Set(['=', '<>', '<', '<=', '>', '>=']);

const raisingExprs = new WeakMap<Expr, boolean>();

/** Arithmetic that raises only when a result leaves its type's range. */
const OVERFLOW_ONLY = new Set(['+', '-', '*', 'abs']);

/**
 * Whether an expression can raise for rows that a query normally never gives it: division, conversions, functions not declared total.
 * Overflow of `+`, `-` and `*` does not count: no sensible plan would be left otherwise, and PostgreSQL moves those too.
 */
export function mayRaise(expr: Expr): boolean {
  if (expr.kind === 'Column' || expr.kind === 'Literal') return false;
  let known = raisingExprs.get(expr);
  if (known === undefined) {
    known = raisesItself(expr) || operandsOf(expr).some(mayRaise);
    raisingExprs.set(expr, known);
  }
  return known;
}

function raisesItself(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Call':
      return (
        expr.fn.total !== true &&
        !NEVER_RAISING.has(expr.fn.name) &&
        !OVERFLOW_ONLY.has(expr.fn.name) &&
        !(isDivision(expr.fn.name) && isNonZero(expr.args[1]))
      );
    case 'Cast':
      return !expr.lenient && !isTotalCast(expr.input.type, expr.type);
    case 'Subquery':
      return true;
    default:
      return false;
  }
}

const isDivision = (name: string): boolean => name === '/' || name === '%' || name === 'mod';

const isNonZero = (divisor: Expr): boolean =>
  divisor.kind === 'Literal' &&
  divisor.value !== null &&
  divisor.value !== 0 &&
  divisor.value !== 0n &&
  divisor.value !== -1 &&
  divisor.value !== -1n &&
  typeof divisor.value !== 'object';

const INTEGER_RANK: Readonly<Record<string, number>> = { smallint: 1, integer: 2, bigint: 3 };
const INTEGER_DIGITS: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

/** Whether every value of `from` converts to `to`. */
export function isTotalCast(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'unknown' || to.kind === 'text') return true;
  if (isInteger(from) && isInteger(to)) return INTEGER_RANK[from.kind] <= INTEGER_RANK[to.kind];
  if (isInteger(from) && to.kind === 'decimal') return to.precision - to.scale >= INTEGER_DIGITS[from.kind];
  if ((isInteger(from) || from.kind === 'decimal' || from.kind === 'real') && to.kind === 'double') return true;
  if (isInteger(from) && isFloat(to)) return true;
  if (from.kind === 'decimal' && to.kind === 'decimal') return to.precision - to.scale >= from.precision - from.scale;
  if (from.kind === to.kind) return from.kind !== 'array' || (to.kind === 'array' && isTotalCast(from.element, to.element));
  return from.kind === 'date' && to.kind === 'timestamp';
}

/** Whether any expression in a plan may raise; see `mayRaise`. */
export const planMayRaise = (plan: LogicalPlan): boolean =>
  (plan.kind === 'Join' && plan.type === 'single') ||
  (plan.kind === 'DependentJoin' && plan.type === 'single') ||
  exprsOf(plan).some(mayRaise) ||
  inputsOf(plan).some(planMayRaise);
