import type { ColumnRef } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import type { Scope } from '../context.js';
import { findColumn, findLocal, unknownColumn } from '../scope.js';
import { fieldOf } from './field.js';
import { bindExpr } from './index.js';

/**
 * A column by name. QUALIFY may also use the names of the select list, which stand for their expressions, when no input column has the
 * name; elsewhere PostgreSQL's rule holds: only ORDER BY and GROUP BY see output names.
 */
export function bindColumnRef(node: ColumnRef, scope: Scope): Expr {
  const [first] = node.name;
  const alias = node.name.length === 1 && scope.frame.clause === 'QUALIFY' ? scope.frame.aliases?.get(first.name.toLowerCase()) : undefined;
  if (alias !== undefined && findLocal(first, scope) === undefined) return bindExpr(alias, scope);
  const found = findColumn(node.name, scope, node.at) ?? structField(node, scope);
  if (found === undefined) throw unknownColumn(node.name, scope, node.at);
  return found;
}

/** `s.field` and `t.s.field…` without parentheses, where no table has the name: fields of the struct column that the first parts name. */
function structField(node: ColumnRef, scope: Scope): Expr | undefined {
  for (let length = node.name.length - 1; length > 0; length--) {
    const column = findColumn(node.name.slice(0, length), scope, node.at);
    if (column?.type.kind === 'struct')
      return node.name.slice(length).reduce<Expr>((struct, field) => fieldOf(struct, field, scope), column);
  }
  return undefined;
}
