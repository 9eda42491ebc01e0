import { groupingError, SqlError, syntaxError } from '../../errors.js';
import type { ExprNode, GroupingElement, SelectNode } from '../../sql/ast.js';
import { freeColumns } from '../logical/columns.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import { settle } from './coerce.js';
import type { Scope } from './context.js';
import { bindExpr } from './expr/index.js';
import { sameExpr } from './same-expr.js';
import { findLocal, matching } from './scope.js';
import type { ListItem } from './select-list.js';
import { checkSortable } from './sort-key.js';

/** What a SELECT groups by: distinct keys and, when there are several, the grouping sets as indexes into them. */
export interface Grouping {
  readonly keys: readonly Expr[];
  /** The output that each key is, if any, for people. */
  readonly names?: readonly (string | undefined)[];
  readonly sets?: readonly (readonly number[])[];
}

/** PostgreSQL's limit on what CUBE and products of sets expand to. */
const MAX_SETS = 4096;

/**
 * Binds GROUP BY. An integer is an ordinal of the select list; a name is an input column or else an output; anything else an expression.
 * `items` may be changed: an untyped literal that is a key becomes text there too.
 */
export function bindGroupBy(select: SelectNode, items: ListItem[], scope: Scope): Grouping {
  if (select.groupByAll === true) return groupByAll(items, scope);
  const keys: Expr[] = [];
  const keyOf = (node: ExprNode): number => {
    const expr = bindKey(node, items, scope);
    const known = keys.findIndex((key) => sameExpr(key, expr));
    return known >= 0 ? known : keys.push(expr) - 1;
  };
  let sets: readonly (readonly number[])[] = [[]];
  for (const element of select.groupBy) {
    const expanded = expand(element, keyOf);
    if (sets.length * expanded.length > MAX_SETS) throw new SqlError('54000', `too many grouping sets present (maximum ${MAX_SETS})`);
    sets = sets.flatMap((set) => expanded.map((more) => [...new Set([...set, ...more])]));
  }
  const names = keys.map((key) => items.find((item) => sameExpr(item.expr, key))?.name);
  const plain = sets.length === 1 && sets[0].length === keys.length;
  return plain ? { keys, names } : { keys, names, sets };
}

function expand(element: GroupingElement, keyOf: (node: ExprNode) => number): readonly (readonly number[])[] {
  switch (element.kind) {
    case 'Empty':
      return [[]];
    case 'Expr':
      return [element.expr.kind === 'RowConstructor' ? element.expr.elements.map(keyOf) : [keyOf(element.expr)]];
    case 'Set':
      return [element.exprs.map(keyOf)];
    case 'GroupingSets':
      return element.sets.flatMap((set) => expand(set, keyOf));
    case 'Rollup': {
      const sets = element.sets.map((set) => set.map(keyOf));
      return Array.from({ length: sets.length + 1 }, (_, i) => sets.slice(0, sets.length - i).flat());
    }
    case 'Cube': {
      const sets = element.sets.map((set) => set.map(keyOf));
      if (sets.length > 12) throw new SqlError('54000', 'CUBE is limited to 12 elements');
      return Array.from({ length: 2 ** sets.length }, (_, without) => sets.filter((_, i) => (without & (1 << i)) === 0).flat());
    }
  }
}

function bindKey(node: ExprNode, items: ListItem[], scope: Scope): Expr {
  if (node.kind === 'NumberLiteral' || node.kind === 'StringLiteral') return itemKey(ordinalOf(node, items, 'GROUP BY'), items, scope);
  if (node.kind === 'ColumnRef' && node.name.length === 1 && findLocal(node.name[0], scope) === undefined) {
    const named = matching(items, node.name[0].name);
    if (named.length > 1 && named.some((item) => !sameExpr(item.expr, named[0].expr))) {
      throw new SqlError('42702', `GROUP BY "${node.name[0].name}" is ambiguous`, { position: node.at });
    }
    if (named.length > 0) return itemKey(items.indexOf(named[0]), items, scope);
  }
  const expr = settle(bindExpr(node, scope), scope.binding);
  checkKey(expr, scope, node.at);
  return expr;
}

/** The select item that an integer constant stands for; 42P10 outside the list. */
export function ordinalOf(node: ExprNode, items: readonly unknown[], clause: string): number {
  if (node.kind !== 'NumberLiteral' || !/^-?\d+$/.test(node.text)) throw syntaxError(`non-integer constant in ${clause}`, node.at);
  const position = Number(node.text);
  if (position < 1 || position > items.length)
    throw new SqlError('42P10', `${clause} position ${node.text} is not in select list`, { position: node.at });
  return position - 1;
}

function itemKey(index: number, items: ListItem[], scope: Scope): Expr {
  const item = items[index];
  const expr = settle(item.expr, scope.binding);
  if (expr !== item.expr) items[index] = { ...item, expr };
  checkKey(expr, scope, item.at);
  return expr;
}

function checkKey(expr: Expr, scope: Scope, at: number | undefined): void {
  const uses = usedIds(expr);
  if (scope.frame.aggregates.some(({ output }) => uses.has(output.id)))
    throw groupingError('aggregate functions are not allowed in GROUP BY', at);
  if (scope.frame.windows.some(({ output }) => uses.has(output.id)))
    throw new SqlError('42P20', 'window functions are not allowed in GROUP BY', { position: at });
  checkSortable(expr.type, at, 'equality');
}

const usedIds = (expr: Expr): ReadonlySet<ColumnId> => new Set(freeColumns(expr).keys());

/** GROUP BY ALL: every select item that neither aggregates nor is a constant. */
function groupByAll(items: ListItem[], scope: Scope): Grouping {
  const { aggregates, windows, groupings } = scope.frame;
  const computed = new Set([...aggregates, ...windows, ...groupings].map(({ output }) => output.id));
  const keys: Expr[] = [];
  items.forEach((item, index) => {
    const uses = usedIds(item.expr);
    if ([...uses].some((id) => computed.has(id)) || item.expr.kind === 'Literal') return;
    const key = itemKey(index, items, scope);
    if (!keys.some((known) => sameExpr(known, key))) keys.push(key);
  });
  return { keys, names: keys.map((key) => items.find((item) => sameExpr(item.expr, key))?.name) };
}
