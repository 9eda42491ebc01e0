import { SqlError, syntaxError, undefinedColumn } from '../../errors.js';
import { didYouMean } from '../../data/did-you-mean.js';
import type { SelectItem, Star } from '../../sql/ast.js';
import type { Expr } from '../logical/expr.js';
import type { Scope, ScopeColumn } from './context.js';
import { bindExpr } from './expr/index.js';
import { outputName } from './names.js';
import { findTable, sameName, unknownTable } from './scope.js';

/** One column of a select list. */
export interface ListItem {
  readonly name: string;
  readonly expr: Expr;
  readonly at?: number;
}

/** Binds a select list, `*` and `t.*` expanded. */
export function bindSelectList(items: readonly SelectItem[], scope: Scope): ListItem[] {
  const list = items.flatMap((item): ListItem[] => {
    if (item.expr.kind === 'Star') return expandStar(item.expr, scope);
    return [{ name: item.alias?.name ?? outputName(item.expr), expr: bindExpr(item.expr, scope), at: item.expr.at ?? item.at }];
  });
  if (list.length > MAX_COLUMNS)
    throw new SqlError('54011', `target lists can have at most ${MAX_COLUMNS} entries`, {
      position: items[0].at,
      hint: 'Name the columns that you need.',
    });
  return list;
}

/** More columns than any table has on purpose; a pipeline over so many would not compile. */
const MAX_COLUMNS = 8000;

function starColumns(star: Star, scope: Scope): readonly ScopeColumn[] {
  if (star.qualifier.length > 0) {
    const found = findTable(star.qualifier, scope);
    if (found === undefined) throw unknownTable(star.qualifier, scope, star.at);
    for (const { column } of found.table.columns) scope.binding.owners.set(column.id, found.scope.frame);
    return found.table.columns;
  }
  if (scope.tables.length === 0 && scope.columns.length === 0) throw syntaxError('SELECT * with no tables specified is not valid', star.at);
  for (const { column } of scope.columns) scope.binding.owners.set(column.id, scope.frame);
  return scope.columns;
}

/** EXCLUDE leaves columns out, REPLACE puts expressions in their places; both must name columns that are there. */
function expandStar(star: Star, scope: Scope): ListItem[] {
  const columns = starColumns(star, scope);
  const known = (name: string, at: number | undefined) => {
    if (columns.some((column) => sameName(column.name, name))) return;
    const near = didYouMean(
      name,
      columns.map((column) => column.name),
    );
    throw undefinedColumn(name, at, near && `Did you mean "${near}"?`);
  };
  for (const { name, at } of star.exclude ?? []) known(name, at);
  for (const { name } of star.replace ?? []) {
    known(name.name, name.at);
    if (star.exclude?.some((excluded) => sameName(excluded.name, name.name))) {
      throw new SqlError('42701', `column "${name.name}" is both excluded and replaced`, { position: name.at });
    }
  }
  return columns.flatMap(({ name, column }): ListItem[] => {
    if (star.exclude?.some((excluded) => sameName(excluded.name, name))) return [];
    const replacement = star.replace?.find((each) => sameName(each.name.name, name));
    if (replacement !== undefined)
      return [{ name: replacement.name.name, expr: bindExpr(replacement.expr, scope), at: replacement.expr.at }];
    return [{ name, expr: { ...column, at: star.at }, at: star.at }];
  });
}
