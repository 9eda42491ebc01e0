import { PLAIN_NUMERIC } from '../../data/type-names.js';
import { BOOLEAN, INTEGER, isFloat, sameType, TEXT, typeName, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { SqlError, typeMismatch } from '../../errors.js';
import type { CastFunction } from '../../functions/define.js';
import { commonType, findCast, resolveScalar } from '../../functions/resolve.js';
import type { TypeNameNode } from '../../sql/ast.js';
import type { Expr, LiteralExpr } from '../logical/expr.js';
import { call, literal, nullOf } from '../logical/make.js';
import { evaluateContext, type Binding } from './context.js';
import { fitLiterals } from './fit-literals.js';
import { decimalOfText, lengthLimit, resolveTypeName } from './types.js';

type Context = CastFunction['context'];

/** A type without its modifiers, as errors name it. */
export function plainName(type: SqlType): string {
  return type.kind === 'decimal' ? 'numeric' : type.kind === 'array' ? `${plainName(type.element)}[]` : typeName(type);
}

/** An error raised while converting a literal gets the literal's position. */
function positioned(error: unknown, at: number | undefined): unknown {
  if (!(error instanceof SqlError) || error.position !== undefined || at === undefined) return error;
  return new SqlError(error.sqlState, error.message, { detail: error.detail, hint: error.hint, position: at, cause: error.cause });
}

/** Evaluates a cast of a literal now. An untyped literal must convert: 22P02 or 22007 at its position. A typed one that fails is left to run time. */
function foldCast(cast: CastFunction, input: LiteralExpr, to: SqlType, lenient: boolean, binding: Binding): Expr | undefined {
  const untyped = input.type.kind === 'unknown';
  try {
    const value = cast.evaluate(input.value, evaluateContext(binding, [untyped ? TEXT : input.type], to)) as SqlValue;
    return literal(value, to, input.at);
  } catch (error) {
    if (lenient && error instanceof SqlError) return nullOf(to, input.at);
    if (untyped) throw positioned(error, input.at);
    return undefined;
  }
}

/** The cast as an expression, a literal converted on the spot; undefined when there is no such cast. */
function convert(expr: Expr, to: SqlType, context: Context, binding: Binding, lenient = false, at = expr.at): Expr | undefined {
  if (sameType(expr.type, to)) return expr;
  if (expr.kind === 'Literal') {
    if (expr.value === null)
      return expr.type.kind === 'unknown' || findCast(expr.type, to, context) !== undefined ? nullOf(to, expr.at) : undefined;
    if (expr.type.kind === 'unknown' && to.kind === 'text') return literal(expr.value, TEXT, expr.at);
  }
  const cast = findCast(expr.type, to, context);
  if (cast === undefined) return undefined;
  const folded = expr.kind === 'Literal' ? foldCast(cast, expr, to, lenient, binding) : undefined;
  return folded ?? { kind: 'Cast', input: expr, type: to, lenient, at };
}

/** The expression as `to`, by an implicit cast: where the resolution of a call or a common type has chosen `to`. */
export function coerce(expr: Expr, to: SqlType, binding: Binding): Expr {
  const result = convert(expr, to, 'implicit', binding) ?? convert(expr, to, 'explicit', binding);
  if (result === undefined) throw typeMismatch(`expression of type ${plainName(expr.type)} cannot be used as ${plainName(to)}`, expr.at);
  return result;
}

/** An untyped literal becomes text; everything else stays. */
export const settle = (expr: Expr, binding: Binding): Expr => (expr.type.kind === 'unknown' ? coerce(expr, TEXT, binding) : expr);

/** Brings expressions to the type that CASE, UNION, IN and their like choose for them; 42804 when there is none. */
export function unify(given: readonly Expr[], construct: string, binding: Binding, at?: number): Expr[] {
  const exprs = fitLiterals(given, false);
  const type = commonType(
    exprs.map((expr) => expr.type),
    construct,
    at,
  );
  return exprs.map((expr) => coerce(expr, type, binding));
}

/** A condition: boolean, or an untyped literal read as one; 42804 `argument of WHERE must be type boolean, not type integer`. */
export function toBoolean(expr: Expr, construct: string, binding: Binding): Expr {
  if (expr.type.kind !== 'boolean' && expr.type.kind !== 'unknown') {
    throw typeMismatch(`argument of ${construct} must be type boolean, not type ${plainName(expr.type)}`, expr.at);
  }
  return coerce(expr, BOOLEAN, binding);
}

/** `count` of LIMIT, a frame's offset: an implicit cast, and 42804 named after the construct otherwise. */
export function toTypeOf(construct: string, expr: Expr, type: SqlType, binding: Binding): Expr {
  const result = convert(expr, type, 'assignment', binding);
  if (result === undefined)
    throw typeMismatch(`argument of ${construct} must be type ${plainName(type)}, not type ${plainName(expr.type)}`, expr.at);
  return result;
}

/** A value stored in a column: the assignment cast that PostgreSQL makes for INSERT; 42804 when there is none. */
export function assign(expr: Expr, target: { readonly name: string; readonly type: SqlType }, binding: Binding): Expr {
  const result = convert(expr, target.type, 'assignment', binding);
  if (result === undefined) {
    throw typeMismatch(
      `column "${target.name}" is of type ${plainName(target.type)} but expression is of type ${plainName(expr.type)}`,
      expr.at,
      'You will need to rewrite or cast the expression.',
    );
  }
  return result;
}

/**
 * CAST as written. Plain `numeric` takes its scale from what is cast: a literal's own digits, a decimal's own type (bind/types.ts).
 * `varchar(n)` cuts to n characters. 42846 when there is no such cast.
 */
export function explicitCast(expr: Expr, node: TypeNameNode, lenient: boolean, binding: Binding, at?: number): Expr {
  const type = isPlainNumeric(node) ? plainNumeric(expr) : resolveTypeName(node, expr.type);
  const result = convert(expr, type, 'explicit', binding, lenient, at);
  if (result === undefined)
    throw new SqlError('42846', `cannot cast type ${plainName(expr.type)} to ${plainName(type)}`, { position: at ?? expr.at });
  const limit = lengthLimit(node);
  if (limit !== undefined) return limitTo(limit, node, result, binding, at);
  const [digits] = node.modifiers;
  return digits !== undefined && digits < 6 && hasSeconds(type) ? roundTo(digits, result, binding, at) : result;
}

const hasSeconds = ({ kind }: SqlType): boolean => kind === 'time' || kind === 'timestamp' || kind === 'timestamptz' || kind === 'interval';

/** `timestamp(p)` and its kin: seconds rounded to so many decimal places. */
function roundTo(digits: number, expr: Expr, binding: Binding, at: number | undefined): Expr {
  const resolved = resolveScalar('time_precision', [expr.type, INTEGER], at);
  if (expr.kind !== 'Literal') return call(resolved, [expr, literal(digits, INTEGER)], at);
  return expr.value === null
    ? expr
    : literal(resolved.fn.evaluate([expr.value, digits], evaluateContext(binding, resolved.args, expr.type)), expr.type, expr.at);
}

const isPlainNumeric = (node: TypeNameNode): boolean =>
  (node.name === 'numeric' || node.name === 'decimal') && node.modifiers.length === 0 && node.arrayDimensions === 0;

function plainNumeric(expr: Expr): SqlType {
  if (expr.kind === 'Literal' && typeof expr.value === 'string') return decimalOfText(expr.value) ?? PLAIN_NUMERIC;
  if (expr.kind === 'Literal' && isFloat(expr.type) && typeof expr.value === 'number')
    return decimalOfText(String(expr.value)) ?? PLAIN_NUMERIC;
  return resolveTypeName({ kind: 'TypeName', name: 'numeric', modifiers: [], arrayDimensions: 0 }, expr.type);
}

function limitTo(length: number, node: TypeNameNode, expr: Expr, binding: Binding, at: number | undefined): Expr {
  const name = node.name === 'character' || node.name === 'char' ? 'char_limit' : 'varchar_limit';
  const resolved = resolveScalar(name, [TEXT, INTEGER, BOOLEAN], at);
  if (expr.kind !== 'Literal') return call(resolved, [expr, literal(length, INTEGER), literal(true, BOOLEAN)], at);
  return expr.value === null
    ? expr
    : literal(resolved.fn.evaluate([expr.value, length, true], evaluateContext(binding, resolved.args, TEXT)), TEXT, expr.at);
}
