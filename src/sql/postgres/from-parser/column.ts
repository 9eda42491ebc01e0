import type { A_Indirection, ColumnRef, Node } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { ExprNode } from '../../ast.js';
import { isMarker, STAR } from '../../rewrite/markers.js';
import { as, strings, type Context } from './context.js';
import { expression } from './expression.js';

export function column(node: ColumnRef, cx: Context): ExprNode {
  const fields = node.fields ?? [];
  const star = as(fields[fields.length - 1], 'A_Star') !== undefined;
  const at = cx.source.at(node.location);
  const parts = strings(star ? fields.slice(0, -1) : fields);
  if (isMarker(parts[0], STAR)) return { kind: 'Star', qualifier: [], at };
  const first = node.location === undefined || node.location < 0 ? undefined : cx.source.indexAt(node.location);
  const name = cx.source.dotted(parts, first);
  return star ? { kind: 'Star', qualifier: name, at } : { kind: 'ColumnRef', name, at };
}

/** Subscripts and fields after an expression: `a[1]`, `(f(x)).y`. */
export function indirection(node: A_Indirection, cx: Context): ExprNode {
  let operand = expression(node.arg!, cx);
  for (const step of node.indirection ?? []) operand = apply(step, operand, cx);
  return operand;
}

function apply(step: Node, operand: ExprNode, cx: Context): ExprNode {
  const field = as(step, 'String');
  if (field !== undefined)
    return { kind: 'FieldAccess', operand, field: cx.source.identifier(field.sval ?? '', undefined), at: operand.at };
  const indices = as(step, 'A_Indices');
  if (indices === undefined) throw unsupported('expansion of a row value with .*', operand.at);
  const index = indices.is_slice === true ? indices.lidx : indices.uidx;
  return {
    kind: 'Subscript',
    operand,
    ...(index === undefined ? {} : { index: expression(index, cx) }),
    ...(indices.is_slice !== true || indices.uidx === undefined ? {} : { upper: expression(indices.uidx, cx) }),
    slice: indices.is_slice === true,
    at: operand.at,
  };
}
