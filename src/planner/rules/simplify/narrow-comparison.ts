import { isInteger } from '../../../data/types.js';
import type { SqlType } from '../../../data/types.js';
import { resolveScalar } from '../../../functions/resolve.js';
import type { Expr, LiteralExpr } from '../../logical/expr.js';
import { call, literal } from '../../logical/make.js';

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>=']);
const DAY_MICROS = 86_400_000_000n;

/**
 * Compares a column in its own type where it was widened to meet a literal: `CAST(x AS bigint) < 5` as `x < 5`. Only when the literal has
 * an exact counterpart in the narrow type: with 2.5 rounded to it, this would lose x = 2
 *
 *   SELECT * FROM a WHERE x < 2.5
 */
export function narrowComparison(expr: Expr): Expr {
  if (expr.kind === 'InList') {
    const { arg } = expr;
    if (arg.kind !== 'Cast' || arg.lenient) return expr;
    const items = expr.items.map((item) => (item.kind === 'Literal' ? narrow(item, arg.input.type) : undefined));
    return items.every((item) => item !== undefined) ? { ...expr, arg: arg.input, items } : expr;
  }
  if (expr.kind !== 'Call' || !COMPARISONS.has(expr.fn.name)) return expr;
  const [left, right] = expr.args;
  if (left.kind === 'Cast' && right.kind === 'Literal') {
    const value = left.lenient ? undefined : narrow(right, left.input.type);
    return value === undefined ? expr : call(resolveScalar(expr.fn.name, [value.type, value.type]), [left.input, value], expr.at);
  }
  if (right.kind === 'Cast' && left.kind === 'Literal') {
    const value = right.lenient ? undefined : narrow(left, right.input.type);
    return value === undefined ? expr : call(resolveScalar(expr.fn.name, [value.type, value.type]), [value, right.input], expr.at);
  }
  return expr;
}

const LIMITS: Readonly<Record<string, bigint>> = { smallint: 2n ** 15n, integer: 2n ** 31n, bigint: 2n ** 63n };

/** The same value in a type whose widening to the literal's type loses nothing; undefined when there is none. */
function narrow(wide: LiteralExpr, type: SqlType): LiteralExpr | undefined {
  const { value } = wide;
  if (value === null) return undefined;
  const result = (exact: bigint): LiteralExpr | undefined => {
    if (type.kind === 'decimal') return abs(exact) < 10n ** BigInt(type.precision) ? literal(exact, type, wide.at) : undefined;
    if (exact < -LIMITS[type.kind] || exact >= LIMITS[type.kind]) return undefined;
    return literal(type.kind === 'bigint' ? exact : Number(exact), type, wide.at);
  };
  if (isInteger(type) && isInteger(wide.type)) return result(BigInt(value as number | bigint));
  if (wide.type.kind === 'decimal' && (isInteger(type) || type.kind === 'decimal')) {
    const shift = wide.type.scale - (type.kind === 'decimal' ? type.scale : 0);
    // A cast to a smaller scale rounds: it is no widening.
    if (shift < 0) return undefined;
    const unit = 10n ** BigInt(shift);
    return (value as bigint) % unit === 0n ? result((value as bigint) / unit) : undefined;
  }
  if (type.kind === 'date' && wide.type.kind === 'timestamp') {
    const micros = value as bigint;
    return micros % DAY_MICROS === 0n ? literal(Number(micros / DAY_MICROS), type, wide.at) : undefined;
  }
  return undefined;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
