import { BOOLEAN } from '../../../data/types.js';
import type {
  AtTimeZone,
  Between,
  BinaryOp,
  ExprNode,
  IsBooleanTest,
  IsDistinctFrom,
  IsNullTest,
  LogicalOp,
  NotOp,
  UnaryOp,
} from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { and, isNull, not, or } from '../../logical/make.js';
import { settle, toBoolean, unify } from '../coerce.js';
import type { Scope } from '../context.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';
import { evaluateOnce } from './once.js';
import { bindRow, compareRows, rowElements } from './row.js';

/** `-x`, `+x`, `~x`, `@x`, … : functions of one argument named by their symbol. */
export function bindUnary(node: UnaryOp, scope: Scope): Expr {
  return invoke(node.operator, [bindExpr(node.operand, scope)], scope.binding, node.at);
}

/** An infix operator, which is a function named by its symbol; a comparison of rows is one of their elements. */
export function bindBinary(node: BinaryOp, scope: Scope): Expr {
  const left = rowElements(node.left);
  const right = rowElements(node.right);
  if (left !== undefined && right !== undefined) {
    return compareRows(node.operator, bindRow(left, scope), bindRow(right, scope), scope.binding, node.at);
  }
  return invoke(node.operator, [bindExpr(node.left, scope), bindExpr(node.right, scope)], scope.binding, node.at);
}

export function bindLogical(node: LogicalOp, scope: Scope): Expr {
  const operands = node.operands.map((operand) => toBoolean(bindExpr(operand, scope), node.operator, scope.binding));
  return node.operator === 'AND' ? and(operands, node.at) : or(operands, node.at);
}

export function bindNot(node: NotOp, scope: Scope): Expr {
  return not(toBoolean(bindExpr(node.operand, scope), 'NOT', scope.binding), node.at);
}

/** A row IS NULL when all its elements are, and IS NOT NULL when none is. */
export function bindIsNull(node: IsNullTest, scope: Scope): Expr {
  const elements = rowElements(node.operand);
  const tests = (elements ?? [node.operand]).map((element) =>
    isNull(settle(bindExpr(element, scope), scope.binding), node.negated, node.at),
  );
  return and(tests, node.at);
}

export function bindIsBoolean(node: IsBooleanTest, scope: Scope): Expr {
  const construct = `IS ${node.negated ? 'NOT ' : ''}${node.test}`;
  const arg = toBoolean(bindExpr(node.operand, scope), construct, scope.binding);
  const test = node.test === 'UNKNOWN' ? null : node.test === 'TRUE';
  return { kind: 'IsBoolean', arg, test, negated: node.negated, type: BOOLEAN, at: node.at };
}

export function bindIsDistinct(node: IsDistinctFrom, scope: Scope): Expr {
  const left = rowElements(node.left);
  const right = rowElements(node.right);
  if (left !== undefined && right !== undefined) {
    const pairs = bindRow(left, scope).map((a, i) => distinct(a, bindExpr(right[i], scope), node, scope));
    return node.negated ? and(pairs, node.at) : or(pairs, node.at);
  }
  return distinct(bindExpr(node.left, scope), bindExpr(node.right, scope), node, scope);
}

function distinct(a: Expr, b: Expr, node: IsDistinctFrom, scope: Scope): Expr {
  // Resolved first, so that operands no equality operator takes are refused as PostgreSQL refuses them.
  invoke('=', [a, b], scope.binding, node.at);
  const [left, right] = unify([a, b], 'IS DISTINCT FROM', scope.binding, node.at);
  return { kind: 'Distinct', left, right, negated: node.negated, type: BOOLEAN, at: node.at };
}

/** Two comparisons; SYMMETRIC tries the bounds in both orders, as PostgreSQL does. */
export function bindBetween(node: Between, scope: Scope): Expr {
  const { binding } = scope;
  const operand = evaluateOnce(bindExpr(node.operand, scope), scope);
  const within = (low: ExprNode, high: ExprNode) =>
    and(
      [invoke('>=', [operand, bindExpr(low, scope)], binding, node.at), invoke('<=', [operand, bindExpr(high, scope)], binding, node.at)],
      node.at,
    );
  const inside = node.symmetric ? or([within(node.low, node.high), within(node.high, node.low)], node.at) : within(node.low, node.high);
  return node.negated ? not(inside, node.at) : inside;
}

/** `x AT TIME ZONE zone` is `timezone(zone, x)`. */
export function bindAtTimeZone(node: AtTimeZone, scope: Scope): Expr {
  return invoke('timezone', [bindExpr(node.zone, scope), bindExpr(node.operand, scope)], scope.binding, node.at);
}
