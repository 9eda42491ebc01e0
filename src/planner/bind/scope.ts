import { ambiguousColumn, SqlError, undefinedColumn, unsupported } from '../../errors.js';
import { didYouMean } from '../../data/did-you-mean.js';
import type { Identifier, QualifiedName } from '../../sql/ast.js';
import type { ColumnExpr } from '../logical/expr.js';
import type { Scope, ScopeColumn, ScopeTable } from './context.js';

/** The last part of a name, the one that says what it is. */
export const lastOf = (name: QualifiedName): Identifier => name[name.length - 1];

export const printName = (name: QualifiedName): string => name.map((part) => part.name).join('.');

export const sameName = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

/** Names match whatever their case; when several do, those that match exactly win. */
export function matching<T extends { readonly name: string }>(items: readonly T[], name: string): readonly T[] {
  const lower = name.toLowerCase();
  const found = items.filter((item) => item.name === name || item.name.toLowerCase() === lower);
  if (found.length <= 1) return found;
  const exact = found.filter((item) => item.name === name);
  return exact.length > 0 ? exact : found;
}

/** Lookup of unqualified names by their lower-case form; scopes are frozen, so each is indexed once. */
const indexes = new WeakMap<readonly ScopeColumn[], ReadonlyMap<string, readonly ScopeColumn[]>>();

function columnsNamed(columns: readonly ScopeColumn[], name: string): readonly ScopeColumn[] {
  let index = indexes.get(columns);
  if (index === undefined) {
    const map = new Map<string, ScopeColumn[]>();
    for (const column of columns) {
      const key = column.name.toLowerCase();
      const same = map.get(key);
      if (same === undefined) map.set(key, [column]);
      else same.push(column);
    }
    indexes.set(columns, (index = map));
  }
  const found = index.get(name.toLowerCase()) ?? [];
  return found.length > 1 ? matching(found, name) : found;
}

function theOne(found: readonly ScopeColumn[], name: string, scope: Scope, at: number | undefined): ColumnExpr | undefined {
  if (found.length === 0) return undefined;
  if (found.length > 1) throw ambiguousColumn(name, at);
  return refer(found[0].column, scope, at);
}

/**
 * A reference at a place; the SELECT whose FROM has the column is remembered, so that an aggregate over it finds the query that it belongs to.
 * A column that a subquery in FROM hands on was one of that subquery's SELECT before.
 */
function refer(column: ColumnExpr, scope: Scope, at: number | undefined): ColumnExpr {
  scope.binding.owners.set(column.id, scope.frame);
  return { ...column, at };
}

/** A column of this scope alone, by its unqualified name. */
export const findLocal = (identifier: Identifier, scope: Scope): ColumnExpr | undefined =>
  theOne(columnsNamed(scope.columns, identifier.name), identifier.name, scope, identifier.at);

/** The table that a qualifier names in this scope or, unless `local`, the nearest enclosing one that has it; 42702 when two do. */
export function findTable(qualifier: QualifiedName, scope: Scope, local = false): { table: ScopeTable; scope: Scope } | undefined {
  const { name, at } = lastOf(qualifier);
  const schema = qualifier.length > 1 ? qualifier[qualifier.length - 2].name : undefined;
  for (let level: Scope | undefined = scope; level !== undefined; level = local ? undefined : level.parent) {
    const tables = matching(level.tables, name).filter((table) => schema === undefined || sameName(table.schema ?? '', schema));
    if (tables.length > 1) throw new SqlError('42702', `table reference "${name}" is ambiguous`, { position: at });
    if (tables.length === 1) return { table: tables[0], scope: level };
  }
  return undefined;
}

/** Resolves `column`, `table.column` or `schema.table.column` in the nearest scope that knows it; undefined when none does. */
export function findColumn(name: QualifiedName, scope: Scope, at?: number): ColumnExpr | undefined {
  const last = lastOf(name);
  if (name.length === 1) {
    for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) {
      const found = theOne(columnsNamed(level.columns, last.name), last.name, level, at);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const found = findTable(name.slice(0, -1), scope);
  return found && theOne(columnsNamed(found.table.columns, last.name), last.name, found.scope, at);
}

/** Every name that could have been meant, nearest scope first. */
function* visibleColumns(scope: Scope): Iterable<string> {
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) {
    for (const column of level.columns) yield column.name;
  }
}

const hint = (name: string | undefined): string | undefined => (name === undefined ? undefined : `Did you mean "${name}"?`);

/** The error for a name that nothing in scope has: 42P01 for its table, 42703 for the column, with the nearest name as a hint. */
export function unknownColumn(name: QualifiedName, scope: Scope, at?: number): SqlError {
  const last = lastOf(name);
  if (name.length === 1) {
    const asTable = findTable(name, scope);
    if (asTable !== undefined)
      return unsupported(`a whole row of "${last.name}" as a value`, at, `Name its columns, or write "${last.name}".* in a select list.`);
    return undefinedColumn(last.name, at, hint(didYouMean(last.name, visibleColumns(scope))) ?? whyUnknown(last, scope));
  }
  const qualifier = name.slice(0, -1);
  const found = findTable(qualifier, scope);
  if (found === undefined) return unknownTable(qualifier, scope, at);
  const near = didYouMean(
    last.name,
    found.table.columns.map((column) => column.name),
  );
  return new SqlError('42703', `column ${printName(name)} does not exist`, {
    position: at,
    hint: hint(near === undefined ? undefined : `${found.table.name}.${near}`),
  });
}

/** What a newcomer may have meant by a name that no column is like. */
function whyUnknown({ name, quoted }: Identifier, { frame }: Scope): string | undefined {
  if (frame.aliases?.has(name.toLowerCase()) === true)
    return `"${name}" names an item of the select list, which ${frame.clause} does not see: repeat its expression, or select from a subquery.`;
  return quoted ? `Double quotes are for names; a text is written '${name.replaceAll("'", "''")}'.` : undefined;
}

export function unknownTable(qualifier: QualifiedName, scope: Scope, at?: number): SqlError {
  const names: string[] = [];
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent)
    names.push(...level.tables.map((table) => table.name));
  return new SqlError('42P01', `missing FROM-clause entry for table "${lastOf(qualifier).name}"`, {
    position: at,
    hint: hint(didYouMean(lastOf(qualifier).name, names)),
  });
}
