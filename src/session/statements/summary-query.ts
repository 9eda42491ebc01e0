import { isNested, isNumeric, typeName, type SqlType } from '../../data/types.js';
import type { ExprNode, Identifier, QueryNode, QueryStatement, SelectNode } from '../../sql/ast.js';

const identifier = (name: string): Identifier => ({ name, quoted: true });
const call = (name: string, args: readonly ExprNode[], star = false, distinct = false): ExprNode => ({
  kind: 'FunctionCall',
  name: [identifier(name)],
  args,
  star,
  distinct,
  orderBy: [],
  withinGroup: false,
});
const text = (operand: ExprNode): ExprNode => ({
  kind: 'Cast',
  operand,
  type: { kind: 'TypeName', name: 'text', modifiers: [], arrayDimensions: 0 },
});
const double = (operand: ExprNode): ExprNode => ({
  kind: 'Cast',
  operand,
  type: { kind: 'TypeName', name: 'float8', modifiers: [], arrayDimensions: 0 },
});
const NULL_TEXT = text({ kind: 'NullLiteral' });

/** SUMMARIZE as a query: one aggregation per column over the shared rows, joined by UNION ALL in column order. */
export function summaryQuery(query: QueryNode, columns: readonly { readonly name: string; readonly type: SqlType }[]): QueryStatement {
  const source = identifier('summarized');
  const positional = columns.map((_, i) => identifier(`c${i + 1}`));
  const selects = columns.map((column, i) => summaryOf(column, positional[i], source));
  const body = selects
    .slice(1)
    .reduce<QueryNode['body']>((left, right) => ({ kind: 'SetOperation', operator: 'UNION', all: true, left, right }), selects[0]);
  return {
    kind: 'QueryStatement',
    query: {
      kind: 'Query',
      with: { recursive: false, ctes: [{ name: source, columns: positional, materialized: true, query }] },
      body,
      orderBy: [],
    },
  };
}

function summaryOf({ name, type }: { readonly name: string; readonly type: SqlType }, column: Identifier, source: Identifier): SelectNode {
  const value: ExprNode = { kind: 'ColumnRef', name: [column] };
  const comparable = !isNested(type) && type.kind !== 'json' && type.kind !== 'bytea';
  const quantile = (fraction: string): ExprNode =>
    isNumeric(type) ? text(call('quantile_cont', [double(value), { kind: 'NumberLiteral', text: fraction }])) : NULL_TEXT;
  const items: readonly (readonly [string, ExprNode])[] = [
    ['column_name', text({ kind: 'StringLiteral', value: name })],
    ['column_type', text({ kind: 'StringLiteral', value: typeName(type) })],
    ['min', comparable && type.kind !== 'boolean' ? text(call('min', [value])) : NULL_TEXT],
    ['max', comparable && type.kind !== 'boolean' ? text(call('max', [value])) : NULL_TEXT],
    ['approx_unique', comparable ? call('approx_count_distinct', [value]) : { kind: 'NullLiteral' }],
    ['avg', isNumeric(type) ? text(call('avg', [value])) : NULL_TEXT],
    ['std', isNumeric(type) ? text(call('stddev', [double(value)])) : NULL_TEXT],
    ['q25', quantile('0.25')],
    ['q50', quantile('0.5')],
    ['q75', quantile('0.75')],
    ['count', call('count', [], true)],
    ['nulls', { kind: 'BinaryOp', operator: '-', left: call('count', [], true), right: call('count', [value]) }],
  ];
  return {
    kind: 'Select',
    distinct: false,
    items: items.map(([alias, expr]) => ({ expr, alias: identifier(alias) })),
    from: [{ kind: 'Table', name: [source] }],
    groupBy: [],
    windows: [],
  };
}
