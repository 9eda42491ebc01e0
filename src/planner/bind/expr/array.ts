import { array, INTEGER, TEXT } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import { typeMismatch } from '../../../errors.js';
import type { ArrayConstructor, ExprNode, Subscript } from '../../../sql/ast.js';
import type { Expr, LiteralExpr } from '../../logical/expr.js';
import { literal } from '../../logical/make.js';
import { plainName, unify } from '../coerce.js';
import type { Scope } from '../context.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';

const isLiteral = (expr: Expr): expr is LiteralExpr => expr.kind === 'Literal';

/** `ARRAY[…]`: no elements are an empty array of text. */
export function bindArray(node: ArrayConstructor, scope: Scope): Expr {
  return makeArray(
    node.elements.map((element) => bindExpr(element, scope)),
    scope,
    node.at,
  );
}

/** An array of expressions in their common type: a literal when all of them are, otherwise a call of `array`. */
export function makeArray(given: readonly Expr[], scope: Scope, at?: number): Expr {
  const elements = unify(given, 'ARRAY', scope.binding, at);
  if (elements.every(isLiteral))
    return literal(
      elements.map((element) => element.value),
      array(elements[0]?.type ?? TEXT),
      at,
    );
  return invoke('array', elements, scope.binding, at);
}

/** The elements of an array known while binding: a constructor's, or those of a literal; undefined for other arrays. */
export function knownElements(node: ExprNode, expr: Expr | undefined, scope: Scope): readonly Expr[] | undefined {
  if (node.kind === 'ArrayConstructor') return node.elements.map((element) => bindExpr(element, scope));
  if (expr?.kind !== 'Literal' || expr.type.kind !== 'array' || expr.value === null) return undefined;
  const { element } = expr.type;
  return (expr.value as readonly SqlValue[]).map((value) => literal(value, element, expr.at));
}

/** `a[i]` and `a[low:high]`, counting from 1; an index outside the array gives NULL, a slice what there is. */
export function bindSubscript(node: Subscript, scope: Scope): Expr {
  const operand = bindExpr(node.operand, scope);
  if (operand.type.kind !== 'array' && operand.type.kind !== 'json' && operand.type.kind !== 'map') {
    throw typeMismatch(`cannot subscript type ${plainName(operand.type)} because it does not support subscripting`, node.at);
  }
  const bound = (index: ExprNode | undefined): Expr => (index === undefined ? literal(null, INTEGER, node.at) : bindExpr(index, scope));
  if (node.slice) return invoke('array_slice', [operand, bound(node.index), bound(node.upper)], scope.binding, node.at);
  const index = bound(node.index);
  if (operand.type.kind === 'json') return invoke('->', [operand, index], scope.binding, node.at);
  return invoke('array_subscript', [operand, index], scope.binding, node.at);
}
