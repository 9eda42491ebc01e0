import type { SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import { SqlError } from '../../../errors.js';
import type { ScalarFunction } from '../../../functions/define.js';
import { resolveScalar, type Resolved } from '../../../functions/resolve.js';
import type { Expr, LiteralExpr } from '../../logical/expr.js';
import { call, literal } from '../../logical/make.js';
import { coerce } from '../coerce.js';
import { evaluateContext, type Binding } from '../context.js';
import { fitOperands } from '../fit-literals.js';
import { decimalOfText } from '../types.js';

/** Literal values for the resolver: the type of `round(x, 2)` depends on them. */
export const constantsOf = (args: readonly Expr[]): (SqlValue | undefined)[] =>
  args.map((arg) => (arg.kind === 'Literal' ? arg.value : undefined));

type Resolve<F> = (name: string, args: readonly SqlType[], at?: number, constants?: readonly (SqlValue | undefined)[]) => Resolved<F>;

/**
 * Resolves a call and brings its arguments to the overload's types. An untyped literal where a decimal is wanted first gets the decimal
 * type of its own digits, so that `price > '1.5'` does not widen `price`.
 */
export function resolveCall<F>(
  resolve: Resolve<F>,
  name: string,
  args: readonly Expr[],
  binding: Binding,
  at?: number,
): { resolved: Resolved<F>; args: Expr[] } {
  let given = fitOperands(name, args);
  let resolved = resolve(
    name,
    given.map((arg) => arg.type),
    at,
    constantsOf(given),
  );
  const digits = given.map((arg, i) => (isUntypedText(arg) && resolved.args[i].kind === 'decimal' ? decimalOfText(arg.value) : undefined));
  if (digits.some((type) => type !== undefined)) {
    given = given.map((arg, i) => (digits[i] === undefined ? arg : coerce(arg, digits[i], binding)));
    resolved = resolve(
      name,
      given.map((arg) => arg.type),
      at,
      constantsOf(given),
    );
  }
  return { resolved, args: given.map((arg, i) => coerce(arg, resolved.args[i], binding)) };
}

const isUntypedText = (arg: Expr): arg is LiteralExpr & { readonly value: string } =>
  arg.kind === 'Literal' && arg.type.kind === 'unknown' && typeof arg.value === 'string';

/** A call of a scalar function or operator. What is stable and constant, such as `now()`, is evaluated here: it is one value per query. */
export function invoke(name: string, args: readonly Expr[], binding: Binding, at?: number): Expr {
  const { resolved, args: coerced } = resolveCall(resolveScalar, name, args, binding, at);
  if (resolved.fn.volatility === 'volatile') binding.volatileCalls++;
  if (resolved.fn.volatility === 'stable') {
    const value = evaluateNow(resolved, coerced, binding);
    if (value !== undefined) return literal(value, resolved.returns, at);
  }
  return call(resolved, coerced, at);
}

function evaluateNow(
  { fn, args: types, returns }: Resolved<ScalarFunction>,
  args: readonly Expr[],
  binding: Binding,
): SqlValue | undefined {
  if (fn.unbounded === true) return undefined;
  const values: SqlValue[] = [];
  for (const arg of args) {
    if (arg.kind !== 'Literal') return undefined;
    values.push(arg.value);
  }
  if (fn.nulls === 'propagate' && values.includes(null)) return null;
  try {
    return fn.evaluate(values, evaluateContext(binding, types, returns));
  } catch (error) {
    // Left to run time: the call may stand in a CASE branch that is never taken.
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}
