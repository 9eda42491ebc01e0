import { SqlError } from '../../errors.js';
import type { SqlType } from '../../data/types.js';
import type { SortItem } from '../../sql/ast.js';
import type { Expr, SortKey } from '../logical/expr.js';
import { plainName, settle } from './coerce.js';
import type { Scope } from './context.js';
import { bindExpr } from './expr/index.js';

/** 42883 for the types that have no order (and no equality): json and maps. */
export function checkSortable(type: SqlType, at: number | undefined, operator: 'ordering' | 'equality' = 'ordering'): void {
  const element = type.kind === 'array' ? type.element : type;
  if (element.kind !== 'json' && element.kind !== 'map') return;
  throw new SqlError('42883', `could not identify an ${operator} operator for type ${plainName(type)}`, {
    position: at,
    hint: operator === 'ordering' ? 'Use an explicit ordering operator or modify the query.' : undefined,
  });
}

/** NULLs come last in ascending order and first in descending order unless the item says otherwise. */
export function sortKey(expr: Expr, item: Pick<SortItem, 'descending' | 'nulls'>, at?: number): SortKey {
  checkSortable(expr.type, at ?? expr.at);
  return { expr, descending: item.descending, nullsFirst: item.nulls === undefined ? item.descending : item.nulls === 'FIRST' };
}

/** A key of an aggregate's or window's ORDER BY: always an expression, never an output name or ordinal. */
export const bindSortKey = (item: SortItem, scope: Scope): SortKey =>
  sortKey(settle(bindExpr(item.expr, scope), scope.binding), item, item.at);
