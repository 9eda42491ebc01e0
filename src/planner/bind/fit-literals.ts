import { isInteger, type SqlType } from '../../data/types.js';
import type { Expr, LiteralExpr } from '../logical/expr.js';
import { literal } from '../logical/make.js';
import { decimalOfText } from './types.js';

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Operators over decimals whose result types follow their operands' digits. A quotient keeps the digits that an INTEGER divisor gives it. */
const BY_DIGITS: ReadonlySet<string> = new Set([...COMPARISONS, '+', '-', '*', '%']);

const isIntegerLiteral = (expr: Expr): expr is LiteralExpr & { readonly value: number | bigint } =>
  expr.kind === 'Literal' && isInteger(expr.type) && expr.value !== null;

/**
 * Gives integer literals the smallest type that serves beside the other operands, so that it is not the columns that are cast: beside decimals the
 * decimal of their own digits (`price * 2`, `price > 10`), in comparisons with a SMALLINT one that fits SMALLINT.
 */
export function fitLiterals(exprs: readonly Expr[], comparing: boolean): readonly Expr[] {
  if (!exprs.some(isIntegerLiteral)) return exprs;
  const others = exprs.filter((expr) => !isIntegerLiteral(expr) && expr.type.kind !== 'unknown').map((expr) => expr.type);
  if (others.length === 0) return exprs;
  const exact = others.every((type) => isInteger(type) || type.kind === 'decimal');
  if (exact && others.some((type) => type.kind === 'decimal')) return exprs.map(asDecimal);
  if (comparing && others.every((type) => type.kind === 'smallint')) return exprs.map(asSmallint);
  return exprs;
}

/** The operands of an operator; others than comparisons, sums and products are left as they are. */
export const fitOperands = (name: string, args: readonly Expr[]): readonly Expr[] =>
  args.length === 2 && BY_DIGITS.has(name) ? fitLiterals(args, COMPARISONS.has(name)) : args;

function asDecimal(expr: Expr): Expr {
  const type = isIntegerLiteral(expr) ? decimalOfText(String(expr.value)) : undefined;
  return type === undefined ? expr : literal(BigInt((expr as LiteralExpr).value as number | bigint), type, expr.at);
}

const SMALLINT: SqlType = { kind: 'smallint' };

function asSmallint(expr: Expr): Expr {
  if (!isIntegerLiteral(expr)) return expr;
  const value = Number(expr.value);
  return value >= -32768 && value <= 32767 ? literal(value, SMALLINT, expr.at) : expr;
}
