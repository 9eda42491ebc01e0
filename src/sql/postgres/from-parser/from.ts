import type { Alias, JoinExpr, Node, RangeFunction, RangeSubselect, RangeTableSample, RangeVar } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { FromItem, Identifier, JoinNode, QualifiedName, TableAlias } from '../../ast.js';
import { fileNumber } from '../../rewrite/markers.js';
import { as, payloadOf, strings, type Context } from './context.js';
import { expression, expressions } from './expression.js';
import { query } from './query.js';
import { refuse } from './refuse.js';
import { typeName } from './type.js';

export function fromItems(nodes: readonly Node[] | undefined, cx: Context): FromItem[] {
  return (nodes ?? []).map((node) => fromItem(node, cx));
}

function fromItem(node: Node, cx: Context): FromItem {
  if ('RangeVar' in node) return table(node.RangeVar, cx);
  if ('RangeSubselect' in node) return subquery(node.RangeSubselect, cx);
  if ('RangeFunction' in node) return tableFunction(node.RangeFunction, cx);
  if ('RangeTableSample' in node) return sampled(node.RangeTableSample, cx);
  if ('JoinExpr' in node) return join(node.JoinExpr, cx);
  throw refuse(node, cx);
}

export function tableName(node: RangeVar, cx: Context): QualifiedName {
  const parts = [node.catalogname, node.schemaname, node.relname].filter((part): part is string => part !== undefined);
  return cx.source.dotted(parts, cx.source.indexAt(node.location ?? 0));
}

/** Index of the token after a relation's name. */
export function afterName(node: RangeVar, cx: Context): number {
  const parts = [node.catalogname, node.schemaname, node.relname].filter((part) => part !== undefined).length;
  const next = (cx.source.indexAt(node.location ?? 0) ?? 0) + 2 * parts - 1;
  return cx.source.tokens[next]?.text === '*' ? next + 1 : next;
}

function table(node: RangeVar, cx: Context): FromItem {
  const at = cx.source.at(node.location);
  const alias = withAlias(
    node.alias,
    node.alias === undefined ? undefined : cx.source.aliasAt(node.alias.aliasname ?? '', afterName(node, cx)),
    cx,
  );
  const file = fileNumber(node.relname);
  if (file !== undefined) return { kind: 'File', paths: cx.files[file], ...alias, at };
  return { kind: 'Table', name: tableName(node, cx), ...alias, at };
}

/** `i` is the token of the alias, when it was found. */
function withAlias(alias: Alias | undefined, i: number | undefined, cx: Context): { alias?: TableAlias } {
  if (alias === undefined) return {};
  const columns = cx.source.listed(strings(alias.colnames), i === undefined ? undefined : i + 1);
  return { alias: { name: cx.source.identifier(alias.aliasname ?? '', i), columns } };
}

function subquery(node: RangeSubselect, cx: Context): FromItem {
  const inner = query(as(node.subquery, 'SelectStmt')!, cx);
  const location = firstLocation(node.subquery);
  const inside = location === undefined ? undefined : cx.source.indexAt(location);
  const found =
    inside === undefined || node.alias === undefined ? undefined : cx.source.aliasAfterEnclosing(node.alias.aliasname ?? '', inside);
  const open = inside === undefined ? undefined : cx.source.enclosing(inside);
  return {
    kind: 'Subquery',
    query: inner,
    lateral: node.lateral === true,
    ...withAlias(node.alias, found, cx),
    at: open === undefined ? undefined : cx.source.placeOf(open),
  };
}

function tableFunction(node: RangeFunction, cx: Context): FromItem {
  const [first, ...more] = (node.functions ?? []).map((item) => as(item, 'List')?.items?.[0]);
  const at = first === undefined ? undefined : cx.source.at(payloadOf(first).location);
  if (more.length > 0) throw unsupported('ROWS FROM with several functions', at);
  const call = expression(first!, cx);
  if (call.kind !== 'FunctionCall') throw unsupported('this expression in FROM', at);
  const nameAt = cx.source.indexAt(payloadOf(first!).location ?? 0) ?? 0;
  const open = cx.source.tokens.findIndex((token, i) => i >= nameAt && token.text === '(');
  let next = (open < 0 ? undefined : cx.source.closeOf(open)) ?? nameAt;
  if (node.is_rowsfrom === true) next++;
  next += node.ordinality === true ? 3 : 1;
  const found = node.alias === undefined ? undefined : cx.source.aliasAt(node.alias.aliasname ?? '', next);
  const item = { kind: 'TableFunction', call, withOrdinality: node.ordinality === true, at } as const;
  if (node.coldeflist === undefined) return { ...item, ...withAlias(node.alias, found, cx) };

  // `f(…) AS t(a int)`, where the name t may be missing.
  const definitions = node.coldeflist.map((definition) => as(definition, 'ColumnDef')!);
  const columns = definitions.map((column) => cx.source.identifier(column.colname ?? '', cx.source.indexAt(column.location ?? 0)));
  const name: Identifier =
    node.alias === undefined
      ? { ...call.name[call.name.length - 1], at: undefined }
      : cx.source.identifier(node.alias.aliasname ?? '', found);
  return { ...item, alias: { name, columns }, columnTypes: definitions.map((column) => typeName(column.typeName!, cx)) };
}

function sampled(node: RangeTableSample, cx: Context): FromItem {
  const item = fromItem(node.relation!, cx);
  const at = cx.source.at(node.location);
  if (item.kind === 'Join' || item.kind === 'TableFunction') throw unsupported('TABLESAMPLE of a join or function', at);
  const sample = {
    method: strings(node.method).join('.'),
    args: expressions(node.args, cx),
    ...(node.repeatable === undefined ? {} : { repeatable: expression(node.repeatable, cx) }),
  };
  return { ...item, sample };
}

const JOIN_TYPES: Readonly<Record<string, JoinNode['type']>> = {
  JOIN_INNER: 'inner',
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
};

function join(node: JoinExpr, cx: Context): FromItem {
  const natural = node.isNatural === true;
  const unconditional = !natural && node.quals === undefined && node.usingClause === undefined;
  const rightAt = firstLocation(node.rarg);
  const using = node.usingClause === undefined ? undefined : usingList(strings(node.usingClause), rightAt, cx);
  const item: JoinNode = {
    kind: 'Join',
    type: unconditional ? 'cross' : JOIN_TYPES[node.jointype ?? 'JOIN_INNER'],
    natural,
    left: fromItem(node.larg!, cx),
    right: fromItem(node.rarg!, cx),
    ...(node.quals === undefined ? {} : { on: expression(node.quals, cx) }),
    ...(using === undefined ? {} : { using: using.columns }),
  };
  const leftAt = firstLocation(node.larg);
  if (node.alias !== undefined) {
    const inside = leftAt === undefined ? undefined : cx.source.indexAt(leftAt);
    return {
      ...item,
      ...withAlias(node.alias, inside === undefined ? undefined : cx.source.aliasAfterEnclosing(node.alias.aliasname ?? '', inside), cx),
    };
  }
  if (node.join_using_alias === undefined) return item;
  const usingName = node.join_using_alias.aliasname ?? '';
  return {
    ...item,
    usingAlias: cx.source.identifier(usingName, using?.after === undefined ? undefined : cx.source.aliasAt(usingName, using.after)),
  };
}

/** The names of USING, which have no position of their own: the list that reads so after the right side's start. */
function usingList(parts: readonly string[], rightAt: number | undefined, cx: Context): { columns: Identifier[]; after?: number } {
  const start = rightAt === undefined ? undefined : cx.source.indexAt(rightAt);
  for (let i = start ?? cx.source.tokens.length; i < cx.source.tokens.length; i++) {
    if (!cx.source.isWord(i, 'USING')) continue;
    const columns = cx.source.listed(parts, i + 1);
    const close = cx.source.closeOf(i + 1);
    if (close === i + 1 + 2 * parts.length && columns.every((column) => column.at !== undefined)) return { columns, after: close + 1 };
  }
  return { columns: cx.source.listed(parts, undefined) };
}

/** The smallest byte offset in a tree; undefined when it has none. */
function firstLocation(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  let first: number | undefined;
  for (const [key, value] of Object.entries(node)) {
    const found = key === 'location' ? (value as number) : firstLocation(value);
    if (found !== undefined && found >= 0 && (first === undefined || found < first)) first = found;
  }
  return first;
}
