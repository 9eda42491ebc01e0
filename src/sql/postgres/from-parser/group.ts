import type { GroupingSet, Node } from 'libpg-query';
import type { ExprNode, GroupingElement } from '../../ast.js';
import { as, type Context } from './context.js';
import { expression } from './expression.js';

export function groupingElements(nodes: readonly Node[] | undefined, cx: Context): GroupingElement[] {
  return (nodes ?? []).map((node) => groupingElement(node, cx));
}

function groupingElement(node: Node, cx: Context): GroupingElement {
  const set = as(node, 'GroupingSet');
  if (set !== undefined) return groupingSet(set, cx);
  return exprOrSet(node, cx);
}

/** `(a, b)` without ROW is a set of two columns, not a row value. */
function exprOrSet(node: Node, cx: Context): GroupingElement {
  const row = as(node, 'RowExpr');
  if (row?.row_format === 'COERCE_IMPLICIT_CAST') return { kind: 'Set', exprs: (row.args ?? []).map((arg) => expression(arg, cx)) };
  return { kind: 'Expr', expr: expression(node, cx) };
}

function groupingSet(set: GroupingSet, cx: Context): GroupingElement {
  switch (set.kind) {
    case 'GROUPING_SET_EMPTY':
      return { kind: 'Empty' };
    case 'GROUPING_SET_SETS':
      return { kind: 'GroupingSets', sets: groupingElements(set.content, cx) };
    default:
      return { kind: set.kind === 'GROUPING_SET_CUBE' ? 'Cube' : 'Rollup', sets: (set.content ?? []).map((item) => columnsOf(item, cx)) };
  }
}

function columnsOf(node: Node, cx: Context): readonly ExprNode[] {
  const element = exprOrSet(node, cx);
  return element.kind === 'Set' ? element.exprs : element.kind === 'Expr' ? [element.expr] : [];
}
