import type { CaseExpr, Node, SubLink, TypeCast } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { ExprNode } from '../../ast.js';
import { column, indirection } from './column.js';
import { constant } from './constant.js';
import { as, strings, tagOf, type Context, type Payload, type Tag } from './context.js';
import { functionCall, grouping, valueFunction } from './function-call.js';
import { booleanTest, logical, nullTest, operator, operatorName } from './operator.js';
import { query } from './query.js';
import { refuse } from './refuse.js';
import { typeName } from './type.js';

type Converters = { readonly [T in Tag]?: (node: Payload<T>, cx: Context) => ExprNode };

const CONVERTERS: Converters = {
  A_Const: constant,
  ColumnRef: column,
  A_Indirection: indirection,
  A_Expr: operator,
  BoolExpr: logical,
  NullTest: nullTest,
  BooleanTest: booleanTest,
  FuncCall: functionCall,
  SQLValueFunction: valueFunction,
  GroupingFunc: grouping,
  TypeCast: cast,
  CaseExpr: caseExpression,
  SubLink: subquery,
  ParamRef: (node, cx) => ({ kind: 'ParameterRef', index: node.number ?? 0, at: cx.source.at(node.location) }),
  A_ArrayExpr: (node, cx) => ({ kind: 'ArrayConstructor', elements: expressions(node.elements, cx), at: cx.source.at(node.location) }),
  RowExpr: (node, cx) => ({ kind: 'RowConstructor', elements: expressions(node.args, cx), at: cx.source.at(node.location) }),
  CoalesceExpr: (node, cx) => ({ kind: 'Coalesce', args: expressions(node.args, cx), at: cx.source.at(node.location) }),
  MinMaxExpr: (node, cx) => ({
    kind: 'Extremum',
    which: node.op === 'IS_LEAST' ? 'LEAST' : 'GREATEST',
    args: expressions(node.args, cx),
    at: cx.source.at(node.location),
  }),
  CollateClause: (node, cx) => {
    const keyword = cx.source.indexAt(node.location ?? 0);
    return {
      kind: 'Collate',
      operand: expression(node.arg!, cx),
      collation: cx.source.dotted(strings(node.collname), keyword === undefined ? undefined : keyword + 1),
      at: cx.source.at(node.location),
    };
  },
};

/** Our tree of any expression of PostgreSQL's; 0A000 for what ours cannot hold. */
export function expression(node: Node, cx: Context): ExprNode {
  const tag = tagOf(node);
  const convert = CONVERTERS[tag] as ((node: unknown, cx: Context) => ExprNode) | undefined;
  if (convert === undefined) throw refuse(node, cx);
  return convert((node as Record<string, unknown>)[tag], cx);
}

export function expressions(nodes: readonly Node[] | undefined, cx: Context): ExprNode[] {
  return (nodes ?? []).map((node) => expression(node, cx));
}

function cast(node: TypeCast, cx: Context): ExprNode {
  const type = typeName(node.typeName!, cx);
  const at = cx.source.at(node.location) ?? type.at;
  const lenient = at !== undefined && cx.lenientCasts.has(at);
  return { kind: 'Cast', operand: expression(node.arg!, cx), type, ...(lenient ? { lenient } : {}), at };
}

function caseExpression(node: CaseExpr, cx: Context): ExprNode {
  return {
    kind: 'CaseExpr',
    ...(node.arg === undefined ? {} : { operand: expression(node.arg, cx) }),
    branches: (node.args ?? []).map((branch) => {
      const when = as(branch, 'CaseWhen')!;
      return { when: expression(when.expr!, cx), then: expression(when.result!, cx) };
    }),
    ...(node.defresult === undefined ? {} : { otherwise: expression(node.defresult, cx) }),
    at: cx.source.at(node.location),
  };
}

function subquery(node: SubLink, cx: Context): ExprNode {
  const at = cx.source.at(node.location);
  const inner = query(as(node.subselect, 'SelectStmt')!, cx);
  switch (node.subLinkType) {
    case 'EXISTS_SUBLINK':
      return { kind: 'ExistsSubquery', query: inner, at };
    case 'EXPR_SUBLINK':
      return { kind: 'ScalarSubquery', query: inner, at };
    case 'ARRAY_SUBLINK':
      return { kind: 'ArraySubquery', query: inner, at };
    case 'ANY_SUBLINK':
    case 'ALL_SUBLINK': {
      const operand = expression(node.testexpr!, cx);
      if (node.operName === undefined) return { kind: 'InSubquery', operand, query: inner, negated: false, at };
      const quantifier = node.subLinkType === 'ANY_SUBLINK' ? 'ANY' : 'ALL';
      return { kind: 'Quantified', operand, operator: operatorName(node.operName, at), quantifier, query: inner, at };
    }
    default:
      throw unsupported(`subquery of kind ${String(node.subLinkType)}`, at);
  }
}
