import type { A_Expr, BoolExpr, BooleanTest, Node, NullTest } from 'libpg-query';
import { InternalError, unsupported } from '../../../errors.js';
import type { ExprNode, Like } from '../../ast.js';
import { as, strings, type Context } from './context.js';
import { expression } from './expression.js';

const LIKE_OPERATORS: Readonly<Record<string, { operator: Like['operator']; negated: boolean }>> = {
  '~~': { operator: 'LIKE', negated: false },
  '!~~': { operator: 'LIKE', negated: true },
  '~~*': { operator: 'ILIKE', negated: false },
  '!~~*': { operator: 'ILIKE', negated: true },
};

/** Everything that PostgreSQL's grammar makes an A_Expr of: infix and prefix operators, and the predicates with words. */
export function operator(node: A_Expr, cx: Context): ExprNode {
  const at = cx.source.at(node.location);
  const name = operatorName(node.name, at);
  const left = () => expression(node.lexpr!, cx);
  const right = () => expression(node.rexpr!, cx);
  switch (node.kind) {
    case 'AEXPR_OP':
      if (node.lexpr === undefined) return { kind: 'UnaryOp', operator: name, operand: right(), at };
      if (name in LIKE_OPERATORS) return like(node, name, cx, at);
      return { kind: 'BinaryOp', operator: name, left: left(), right: right(), at };
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return {
        kind: 'Quantified',
        operand: left(),
        operator: name,
        quantifier: node.kind === 'AEXPR_OP_ANY' ? 'ANY' : 'ALL',
        array: right(),
        at,
      };
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
      return { kind: 'IsDistinctFrom', left: left(), right: right(), negated: node.kind === 'AEXPR_NOT_DISTINCT', at };
    case 'AEXPR_NULLIF':
      return { kind: 'NullIf', left: left(), right: right(), at };
    case 'AEXPR_IN':
      return { kind: 'InList', operand: left(), items: list(node.rexpr, cx), negated: name === '<>', at };
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return like(node, name, cx, at);
    case 'AEXPR_SIMILAR':
      return {
        kind: 'Like',
        operator: 'SIMILAR TO',
        operand: left(),
        ...pattern(node.rexpr!, 'similar_to_escape', cx),
        negated: name === '!~',
        at,
      };
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM': {
      const [low, high] = list(node.rexpr, cx);
      return { kind: 'Between', operand: left(), low, high, symmetric: node.kind.endsWith('SYM'), negated: node.kind.includes('NOT'), at };
    }
    default:
      throw new InternalError(`operator kind ${String(node.kind)}`);
  }
}

/** `OPERATOR(pg_catalog.+)` is `+`; operators of other schemas are refused. */
export function operatorName(name: readonly Node[] | undefined, at: number | undefined): string {
  const parts = strings(name);
  if (parts.length > 1 && parts[0] !== 'pg_catalog') throw unsupported(`operator ${parts.join('.')}`, at);
  return parts[parts.length - 1] ?? '';
}

function like(node: A_Expr, name: string, cx: Context, at: number | undefined): ExprNode {
  return { kind: 'Like', operand: expression(node.lexpr!, cx), ...pattern(node.rexpr!, 'like_escape', cx), ...LIKE_OPERATORS[name], at };
}

/** ESCAPE arrives as a call of a helper function around the pattern. */
function pattern(node: Node, helper: string, cx: Context): { pattern: ExprNode; escape?: ExprNode } {
  const call = as(node, 'FuncCall');
  if (call === undefined || strings(call.funcname).join('.') !== `pg_catalog.${helper}`) return { pattern: expression(node, cx) };
  const [text, escape] = call.args ?? [];
  return { pattern: expression(text, cx), ...(escape === undefined ? {} : { escape: expression(escape, cx) }) };
}

function list(node: Node | undefined, cx: Context): ExprNode[] {
  return (as(node, 'List')?.items ?? []).map((item) => expression(item, cx));
}

export function logical(node: BoolExpr, cx: Context): ExprNode {
  const at = cx.source.at(node.location);
  const operands = (node.args ?? []).map((arg) => expression(arg, cx));
  if (node.boolop !== 'NOT_EXPR') return { kind: 'LogicalOp', operator: node.boolop === 'AND_EXPR' ? 'AND' : 'OR', operands, at };
  const [operand] = operands;
  // NOT IN (subquery) and NOT (… IN (subquery)) are one tree in PostgreSQL too.
  if (operand.kind === 'InSubquery' && !operand.negated) return { ...operand, negated: true };
  return { kind: 'NotOp', operand, at };
}

export function nullTest(node: NullTest, cx: Context): ExprNode {
  return {
    kind: 'IsNullTest',
    operand: expression(node.arg!, cx),
    negated: node.nulltesttype === 'IS_NOT_NULL',
    at: cx.source.at(node.location),
  };
}

export function booleanTest(node: BooleanTest, cx: Context): ExprNode {
  const test = node.booltesttype ?? 'IS_TRUE';
  return {
    kind: 'IsBooleanTest',
    operand: expression(node.arg!, cx),
    test: test.endsWith('TRUE') ? 'TRUE' : test.endsWith('FALSE') ? 'FALSE' : 'UNKNOWN',
    negated: test.startsWith('IS_NOT'),
    at: cx.source.at(node.location),
  };
}
