import type { ExplainStmt, InsertStmt, Node, SelectStmt } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { InsertStatement, StatementNode } from '../../ast.js';
import { as, tagOf, type Context, type Payload, type Tag } from './context.js';
import { copy } from './copy.js';
import { createTable, createTableAs, createView, drop } from './create.js';
import { optionText } from './option.js';
import { tableName } from './from.js';
import { query } from './query.js';
import { refuse } from './refuse.js';
import { setVariable, showVariable, transaction } from './utility.js';

type Converters = { readonly [T in Tag]?: (node: Payload<T>, cx: Context, at: number) => StatementNode };

const CONVERTERS: Converters = {
  SelectStmt: (node, cx, at) => ({ kind: 'QueryStatement', query: query(node, cx), at }),
  ExplainStmt: explain,
  InsertStmt: insert,
  ViewStmt: createView,
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  CopyStmt: copy,
  DropStmt: drop,
  VariableSetStmt: setVariable,
  VariableShowStmt: showVariable,
  TransactionStmt: transaction,
};

/** Our tree of any statement of PostgreSQL's that starts at `at`; 0A000 for what ours cannot hold. */
export function statement(node: Node, cx: Context, at: number): StatementNode {
  const tag = tagOf(node);
  const convert = CONVERTERS[tag] as ((node: unknown, cx: Context, at: number) => StatementNode) | undefined;
  if (convert === undefined) throw refuse(node, cx, at);
  return convert((node as Record<string, unknown>)[tag], cx, at);
}

function explain(node: ExplainStmt, cx: Context, at: number): StatementNode {
  const options: Record<string, string> = {};
  for (const option of node.options ?? []) {
    const { defname = '', arg } = as(option, 'DefElem')!;
    options[defname.toUpperCase()] = optionText(arg);
  }
  return { kind: 'Explain', statement: statement(node.query!, cx, at), options, at };
}

function insert(node: InsertStmt, cx: Context, at: number): InsertStatement {
  const relation = node.relation!;
  const where = cx.source.at(relation.location);
  if (node.withClause !== undefined) throw unsupported('WITH before INSERT', at, 'put WITH after INSERT INTO …');
  if (node.onConflictClause !== undefined) throw unsupported('ON CONFLICT', cx.source.at(node.onConflictClause.location));
  if (node.returningClause !== undefined) throw unsupported('RETURNING', where);
  if (relation.alias !== undefined) throw unsupported('an alias of the table in INSERT', where);
  if (node.override !== undefined && node.override !== 'OVERRIDING_NOT_SET') throw unsupported('OVERRIDING', where);
  return {
    kind: 'Insert',
    table: tableName(relation, cx),
    columns: (node.cols ?? []).map((column) => {
      const { name = '', location, indirection } = as(column, 'ResTarget')!;
      if (indirection !== undefined) throw unsupported('a part of a column in INSERT', cx.source.at(location));
      return cx.source.identifier(name, cx.source.indexAt(location ?? 0));
    }),
    ...(node.selectStmt === undefined ? {} : { query: query(as(node.selectStmt, 'SelectStmt') as SelectStmt, cx) }),
    at,
  };
}
