import type { Node, SelectStmt } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { Identifier, SelectItem, SelectNode } from '../../ast.js';
import { ALL, isMarker, MARKER, QUALIFY } from '../../rewrite/markers.js';
import { names } from '../source.js';
import { as, strings, type Context } from './context.js';
import { expression } from './expression.js';
import { fromItems } from './from.js';
import { groupingElements } from './group.js';
import { namedWindows } from './window.js';

export function select(node: SelectStmt, cx: Context): SelectNode {
  const items = selectItems(node.targetList ?? [], cx);
  const groupByAll = node.groupClause?.length === 1 && isMarker(strings(as(node.groupClause[0], 'ColumnRef')?.fields)[0], ALL);
  const groupBy = groupByAll ? [] : groupingElements(node.groupClause, cx);
  if (node.groupDistinct === true) throw unsupported('GROUP BY DISTINCT', wordAfterBy(cx));
  const windows = namedWindows(node.windowClause, cx);
  const qualify = windows.find(({ name }) => isMarker(name.name, QUALIFY))?.spec.partitionBy[0];
  return {
    kind: 'Select',
    distinct: distinct(node, cx),
    items,
    from: fromItems(node.fromClause, cx),
    ...(node.whereClause === undefined ? {} : { where: expression(node.whereClause, cx) }),
    groupBy,
    ...(groupByAll ? { groupByAll } : {}),
    ...(node.havingClause === undefined ? {} : { having: expression(node.havingClause, cx) }),
    windows: windows.filter(({ name }) => !name.name.startsWith(MARKER)),
    ...(qualify === undefined ? {} : { qualify }),
    at: items[0]?.at,
  };
}

/** DISTINCT is a list with one empty node; DISTINCT ON has the expressions. */
function distinct(node: SelectStmt, cx: Context): SelectNode['distinct'] {
  if (node.distinctClause === undefined) return false;
  const on = node.distinctClause.filter((item) => Object.keys(item).length > 0);
  return on.length === 0 ? true : on.map((item) => expression(item, cx));
}

function selectItems(nodes: readonly Node[], cx: Context): SelectItem[] {
  return nodes.map((node, i) => {
    const target = as(node, 'ResTarget')!;
    const at = cx.source.at(target.location);
    const expr = expression(target.val!, cx);
    if (target.name === undefined) return { expr, at };
    return { expr, alias: alias(target.name, target.location, as(nodes[i + 1], 'ResTarget')?.location, cx), at };
  });
}

/** The parser does not say where an alias stands: before the comma of the next item, or where the select list ends. */
function alias(name: string, location: number | undefined, next: number | undefined, cx: Context): Identifier {
  const { source } = cx;
  const start = location === undefined || location < 0 ? undefined : source.indexAt(location);
  if (start === undefined) return source.identifier(name, undefined);
  if (next !== undefined) return source.identifier(name, source.indexAt(next)! - 2);
  for (let i = start; ; i++) {
    const token = source.tokens[i] as (typeof source.tokens)[number] | undefined;
    if (token === undefined || token.text === ')' || token.text === ';') return source.identifier(name, i - 1);
    if (token.kind === 'word' && ENDS_LIST.has(token.upper) && i > start && names(source.tokens[i - 1], name))
      return source.identifier(name, i - 1);
    if (token.text === '(' || token.text === '[') i = source.closeOf(i) ?? i;
  }
}

const ENDS_LIST = new Set([
  'FROM',
  'INTO',
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FETCH',
  'FOR',
  'WITH',
  'ON',
  'RETURNING',
]);

function wordAfterBy(cx: Context): number | undefined {
  const { tokens } = cx.source;
  const i = tokens.findIndex((token, n) => token.upper === 'DISTINCT' && tokens[n - 1]?.upper === 'BY' && tokens[n - 2]?.upper === 'GROUP');
  return i < 0 ? undefined : cx.source.placeOf(i);
}
