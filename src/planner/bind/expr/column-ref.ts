import type { ColumnRef } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import type { Scope } from '../context.js';
import { findColumn, findLocal, unknownColumn } from '../scope.js';
import { bindExpr } from './index.js';

/**
 * A column by name. QUALIFY may also use the names of the select list, which stand for their expressions, when no input column has the
 * name; elsewhere PostgreSQL's rule holds: only ORDER BY and GROUP BY see output names.
 */
export function bindColumnRef(node: ColumnRef, scope: Scope): Expr {
  const [first] = node.name;
  const alias = node.name.length === 1 && scope.frame.clause === 'QUALIFY' ? scope.frame.aliases?.get(first.name.toLowerCase()) : undefined;
  if (alias !== undefined && findLocal(first, scope) === undefined) return bindExpr(alias, scope);
  const found = findColumn(node.name, scope, node.at);
  if (found === undefined) throw unknownColumn(node.name, scope, node.at);
  return found;
}
