import type { CommonTableExpression, GroupingElement, QueryBody, QueryNode, SelectNode, SetOperationNode } from '../ast.js';
import { printExpr, printList, printSort } from './expression.js';
import { printFrom } from './from.js';
import { printColumns, printIdentifier } from './identifier.js';
import { printWindow } from './window.js';

export function printQuery(query: QueryNode): string {
  const { orderByAll } = query;
  const all =
    orderByAll === undefined
      ? ''
      : `ALL${orderByAll.descending ? ' DESC' : ''}${orderByAll.nulls === undefined ? '' : ` NULLS ${orderByAll.nulls}`}`;
  const order = all + printSort(query.orderBy);
  return clauses(
    query.with === undefined ? '' : `WITH ${query.with.recursive ? 'RECURSIVE ' : ''}${query.with.ctes.map(printCte).join(', ')}`,
    printBody(query.body),
    order === '' ? '' : `ORDER BY ${order}`,
    query.limit === undefined || query.withTies === true ? '' : `LIMIT ${printExpr(query.limit)}`,
    query.offset === undefined ? '' : `OFFSET ${printExpr(query.offset)}`,
    query.limit !== undefined && query.withTies === true ? `FETCH FIRST (${printExpr(query.limit)}) ROWS WITH TIES` : '',
  );
}

const clauses = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

function printCte({ name, columns, materialized, query }: CommonTableExpression): string {
  const hint = materialized === undefined ? '' : materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED ';
  return `${printIdentifier(name)}${printColumns(columns)} AS ${hint}(${printQuery(query)})`;
}

function printBody(body: QueryBody): string {
  switch (body.kind) {
    case 'Query':
      return `(${printQuery(body)})`;
    case 'Values':
      return `VALUES ${body.rows.map((row) => `(${printList(row)})`).join(', ')}`;
    case 'SetOperation': {
      const left = needsParentheses(body.left, body, false) ? `(${printBody(body.left)})` : printBody(body.left);
      const right = needsParentheses(body.right, body, true) ? `(${printBody(body.right)})` : printBody(body.right);
      return `${left} ${body.operator}${body.all ? ' ALL' : ''} ${right}`;
    }
    case 'Select':
      return printSelect(body);
  }
}

/** INTERSECT binds tighter than UNION and EXCEPT; equals group to the left. */
function needsParentheses(operand: QueryBody, outer: SetOperationNode, right: boolean): boolean {
  if (operand.kind !== 'SetOperation') return false;
  const inner = operand.operator === 'INTERSECT' ? 1 : 0;
  const own = outer.operator === 'INTERSECT' ? 1 : 0;
  return right ? inner <= own : inner < own;
}

function printSelect(select: SelectNode): string {
  const { distinct } = select;
  const head = distinct === false ? 'SELECT' : distinct === true ? 'SELECT DISTINCT' : `SELECT DISTINCT ON (${printList(distinct)})`;
  const items = select.items.map(({ expr, alias }) => printExpr(expr) + (alias === undefined ? '' : ` AS ${printIdentifier(alias)}`));
  const groupBy = select.groupByAll === true ? 'ALL' : select.groupBy.map(printGroupingElement).join(', ');
  const windows = select.windows.map(({ name, spec }) => `${printIdentifier(name)} AS (${printWindow(spec)})`);
  return clauses(
    head,
    items.join(', '),
    select.from.length === 0 ? '' : `FROM ${select.from.map(printFrom).join(', ')}`,
    select.where === undefined ? '' : `WHERE ${printExpr(select.where)}`,
    groupBy === '' ? '' : `GROUP BY ${groupBy}`,
    select.having === undefined ? '' : `HAVING ${printExpr(select.having)}`,
    windows.length === 0 ? '' : `WINDOW ${windows.join(', ')}`,
    select.qualify === undefined ? '' : `QUALIFY ${printExpr(select.qualify)}`,
  );
}

function printGroupingElement(element: GroupingElement): string {
  switch (element.kind) {
    case 'Empty':
      return '()';
    case 'Expr':
      return printExpr(element.expr);
    case 'Set':
      return `(${printList(element.exprs)})`;
    case 'GroupingSets':
      return `GROUPING SETS (${element.sets.map(printGroupingElement).join(', ')})`;
    case 'Rollup':
    case 'Cube':
      return `${element.kind.toUpperCase()} (${element.sets.map((set) => (set.length === 1 ? printExpr(set[0]) : `(${printList(set)})`)).join(', ')})`;
  }
}
