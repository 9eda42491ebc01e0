import { operandsOf } from './children.js';
import type { Expr } from './expr.js';
import { sameType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';

/** Whether two expressions compute the same value from the same row. Where the user wrote them does not matter; two calls of a volatile function differ elsewhere (`isVolatile`). */
export function sameExpr(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || !sameType(a.type, b.type) || !sameHead(a, b)) return false;
  const left = operandsOf(a);
  const right = operandsOf(b);
  return left.length === right.length && left.every((operand, i) => sameExpr(operand, right[i]));
}

/** Everything but the operands. */
function sameHead(a: Expr, b: Expr): boolean {
  switch (a.kind) {
    case 'Column':
      return b.kind === 'Column' && a.id === b.id;
    case 'Literal':
      return b.kind === 'Literal' && sameValue(a.value, b.value);
    case 'Parameter':
      return b.kind === 'Parameter' && a.index === b.index;
    case 'Call':
      return b.kind === 'Call' && a.fn === b.fn;
    case 'Cast':
      return b.kind === 'Cast' && a.lenient === b.lenient;
    case 'IsNull':
      return b.kind === 'IsNull' && a.negated === b.negated;
    case 'IsBoolean':
      return b.kind === 'IsBoolean' && a.test === b.test && a.negated === b.negated;
    case 'Distinct':
      return b.kind === 'Distinct' && a.negated === b.negated;
    case 'Case':
      return b.kind === 'Case' && a.branches.length === b.branches.length;
    case 'Subquery':
      return false;
    case 'And':
    case 'Or':
    case 'Not':
    case 'Coalesce':
    case 'InList':
      return true;
  }
}

/** Identity of values: NaN is itself, and 0.0 is not -0.0. */
function sameValue(a: SqlValue, b: SqlValue): boolean {
  if (Object.is(a, b)) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b) || a instanceof Uint8Array || b instanceof Uint8Array) {
    const left = a as ArrayLike<SqlValue>;
    const right = b as ArrayLike<SqlValue>;
    if (left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (!sameValue(left[i], right[i])) return false;
    return true;
  }
  return 'months' in a && 'months' in b && a.months === b.months && a.days === b.days && a.micros === b.micros;
}

/** Whether two expressions have the same operands up to their types: `sameExpr` of every pair. */
export const sameExprs = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((expr, i) => sameExpr(expr, b[i]));
