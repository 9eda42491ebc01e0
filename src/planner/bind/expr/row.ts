import { SqlError, syntaxError, unsupported } from '../../../errors.js';
import type { ExprNode } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { and, or } from '../../logical/make.js';
import type { Binding, Scope } from '../context.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';

/** The elements of `(a, b)` or `ROW(a, b)`; undefined for anything that is no row. */
export const rowElements = (node: ExprNode): readonly ExprNode[] | undefined =>
  node.kind === 'RowConstructor' ? node.elements : undefined;

export const bindRow = (elements: readonly ExprNode[], scope: Scope): Expr[] => elements.map((element) => bindExpr(element, scope));

/**
 * Compares rows element by element: `=` when all are equal, `<>` when any differs, the orderings by the first elements that differ.
 * NULLs make the result NULL unless the elements before decide.
 */
export function compareRows(operator: string, left: readonly Expr[], right: readonly Expr[], binding: Binding, at?: number): Expr {
  if (left.length !== right.length) throw syntaxError('unequal number of entries in row expressions', at);
  if (left.length === 0) throw new SqlError('0A000', 'cannot compare rows of zero length', { position: at });
  const compare = (symbol: string, i: number) => invoke(symbol, [left[i], right[i]], binding, at);
  switch (operator) {
    case '=':
      return and(
        left.map((_, i) => compare('=', i)),
        at,
      );
    case '<>':
      return or(
        left.map((_, i) => compare('<>', i)),
        at,
      );
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const strict = operator[0];
      let result = compare(operator, left.length - 1);
      for (let i = left.length - 2; i >= 0; i--) result = or([compare(strict, i), and([compare('=', i), result], at)], at);
      return result;
    }
    default:
      throw unsupported(`operator ${operator} on rows`, at);
  }
}
