import type { Node, SelectStmt } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { QueryBody, QueryNode, SetOperationNode, WithClause } from '../../ast.js';
import { ALL, isMarker } from '../../rewrite/markers.js';
import { as, strings, type Context } from './context.js';
import { expression, expressions } from './expression.js';
import { select } from './select.js';
import { sortItems } from './sort.js';

/** A whole query; what stands outside its body (WITH, ORDER BY, LIMIT) is on the node itself. */
export function query(node: SelectStmt, cx: Context): QueryNode {
  if (node.lockingClause !== undefined) throw unsupported('FOR UPDATE or FOR SHARE', wordBefore(cx, 'FOR'));
  if (node.intoClause !== undefined) {
    throw unsupported('SELECT INTO', cx.source.at(node.intoClause.rel?.location), 'use CREATE TABLE … AS');
  }
  const orderByAll = orderedByAll(node, cx);
  return {
    kind: 'Query',
    ...(node.withClause === undefined ? {} : { with: withClause(node.withClause, cx) }),
    body: body(node, cx),
    orderBy: orderByAll === undefined ? sortItems(node.sortClause, cx) : [],
    ...(orderByAll === undefined ? {} : { orderByAll }),
    ...limited('limit', node.limitCount, cx),
    ...limited('offset', node.limitOffset, cx),
    ...(node.limitOption === 'LIMIT_OPTION_WITH_TIES' ? { withTies: true } : {}),
  };
}

/** An operand of a set operation: bare, unless it has clauses of its own. */
function operand(node: SelectStmt, cx: Context): QueryBody {
  const bare =
    node.withClause === undefined &&
    node.sortClause === undefined &&
    node.limitCount === undefined &&
    node.limitOffset === undefined &&
    node.lockingClause === undefined &&
    node.intoClause === undefined;
  return bare ? body(node, cx) : query(node, cx);
}

function body(node: SelectStmt, cx: Context): QueryBody {
  if (node.valuesLists !== undefined) {
    const rows = node.valuesLists.map((row) => expressions(as(row, 'List')?.items, cx));
    return { kind: 'Values', rows, at: rows[0]?.[0]?.at };
  }
  if (node.op === undefined || node.op === 'SETOP_NONE') return select(node, cx);
  return {
    kind: 'SetOperation',
    operator: node.op.replace('SETOP_', '') as SetOperationNode['operator'],
    all: node.all === true,
    left: operand(node.larg!, cx),
    right: operand(node.rarg!, cx),
  };
}

function withClause(node: NonNullable<SelectStmt['withClause']>, cx: Context): WithClause {
  return {
    recursive: node.recursive === true,
    ctes: (node.ctes ?? []).map((item) => {
      const cte = as(item, 'CommonTableExpr')!;
      const at = cx.source.at(cte.location);
      if (cte.search_clause !== undefined) throw unsupported('SEARCH in WITH', at);
      if (cte.cycle_clause !== undefined) throw unsupported('CYCLE in WITH', at);
      const inner = as(cte.ctequery, 'SelectStmt');
      if (inner === undefined) throw unsupported('data-modifying WITH', at);
      const name = cx.source.indexAt(cte.location ?? 0);
      return {
        name: cx.source.identifier(cte.ctename ?? '', name),
        columns: cx.source.listed(strings(cte.aliascolnames), name === undefined ? undefined : name + 1),
        ...(cte.ctematerialized === 'CTEMaterializeAlways' ? { materialized: true } : {}),
        ...(cte.ctematerialized === 'CTEMaterializeNever' ? { materialized: false } : {}),
        query: query(inner, cx),
        at,
      };
    }),
  };
}

/** LIMIT ALL and LIMIT NULL are no limit. */
function limited(key: 'limit' | 'offset', node: Node | undefined, cx: Context): { limit?: QueryNode['limit'] } {
  if (node === undefined || as(node, 'A_Const')?.isnull === true) return {};
  return { [key]: expression(node, cx) };
}

function orderedByAll(node: SelectStmt, cx: Context): QueryNode['orderByAll'] {
  const only = node.sortClause?.length === 1 ? as(node.sortClause[0], 'SortBy') : undefined;
  if (!isMarker(strings(as(only?.node, 'ColumnRef')?.fields)[0], ALL)) return undefined;
  const [{ descending, nulls }] = sortItems(node.sortClause, cx);
  return { descending, ...(nulls === undefined ? {} : { nulls }) };
}

function wordBefore(cx: Context, word: string): number | undefined {
  const { tokens } = cx.source;
  let i = tokens.length - 1;
  while (i >= 0 && !cx.source.isWord(i, word)) i--;
  return i < 0 ? undefined : cx.source.placeOf(i);
}
