import type { ColumnDef, CreateStmt, CreateTableAsStmt, DropStmt, ViewStmt, RangeVar } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type {
  ColumnDefinition,
  CreateTableAsStatement,
  CreateTableStatement,
  CreateViewStatement,
  DropStatement,
  QualifiedName,
} from '../../ast.js';
import { as, strings, tagOf, type Context } from './context.js';
import { expression } from './expression.js';
import { afterName, tableName } from './from.js';
import { query } from './query.js';
import { refuse } from './refuse.js';
import { typeName } from './type.js';

function isTemporary(relation: RangeVar, at: number): boolean {
  if (relation.relpersistence === 'u') throw unsupported('UNLOGGED', at);
  return relation.relpersistence === 't';
}

export function createView(node: ViewStmt, cx: Context, at: number): CreateViewStatement {
  const relation = node.view!;
  if (node.options !== undefined) throw unsupported('WITH options of a view', at);
  if (node.withCheckOption !== undefined && node.withCheckOption !== 'NO_CHECK_OPTION') throw unsupported('WITH CHECK OPTION', at);
  return {
    kind: 'CreateView',
    name: tableName(relation, cx),
    columns: cx.source.listed(strings(node.aliases), afterName(relation, cx)),
    query: query(as(node.query, 'SelectStmt')!, cx),
    orReplace: node.replace === true,
    temporary: isTemporary(relation, at),
    at,
  };
}

export function createTable(node: CreateStmt, cx: Context, at: number): CreateTableStatement {
  const relation = node.relation!;
  const refused =
    node.inhRelations !== undefined
      ? 'INHERITS'
      : node.partspec !== undefined
        ? 'PARTITION BY'
        : node.partbound !== undefined
          ? 'PARTITION OF'
          : node.ofTypename !== undefined
            ? 'OF type'
            : node.tablespacename !== undefined
              ? 'TABLESPACE'
              : node.accessMethod !== undefined
                ? 'USING'
                : node.options !== undefined
                  ? 'WITH options'
                  : undefined;
  if (refused !== undefined) throw unsupported(`${refused} in CREATE TABLE`, at);
  return {
    kind: 'CreateTable',
    name: tableName(relation, cx),
    columns: (node.tableElts ?? []).map((element) => {
      const column = as(element, 'ColumnDef');
      if (column !== undefined) return columnDefinition(column, cx);
      const constraint = as(element, 'Constraint');
      throw constraint === undefined
        ? refuse(element, cx, at)
        : unsupported(constraintName(constraint.contype), cx.source.at(constraint.location));
    }),
    ifNotExists: node.if_not_exists === true,
    temporary: isTemporary(relation, at),
    at,
  };
}

function columnDefinition(node: ColumnDef, cx: Context): ColumnDefinition {
  const at = cx.source.at(node.location);
  if (node.collClause !== undefined) throw unsupported('COLLATE of a column', cx.source.at(node.collClause.location));
  let notNull = false;
  let initial: ColumnDefinition['default'];
  for (const item of node.constraints ?? []) {
    const constraint = as(item, 'Constraint')!;
    if (constraint.contype === 'CONSTR_NOTNULL') notNull = true;
    else if (constraint.contype === 'CONSTR_DEFAULT') initial = expression(constraint.raw_expr!, cx);
    else if (constraint.contype !== 'CONSTR_NULL') throw unsupported(constraintName(constraint.contype), cx.source.at(constraint.location));
  }
  return {
    name: cx.source.identifier(node.colname ?? '', cx.source.indexAt(node.location ?? 0)),
    type: typeName(node.typeName!, cx),
    notNull,
    ...(initial === undefined ? {} : { default: initial }),
    at,
  };
}

const CONSTRAINTS: Readonly<Record<string, string>> = {
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_UNIQUE: 'UNIQUE',
  CONSTR_CHECK: 'CHECK',
  CONSTR_FOREIGN: 'FOREIGN KEY',
  CONSTR_EXCLUSION: 'EXCLUDE',
  CONSTR_GENERATED: 'GENERATED',
  CONSTR_IDENTITY: 'GENERATED AS IDENTITY',
  CONSTR_NOTNULL: 'NOT NULL as a table constraint',
};

const constraintName = (type: string | undefined): string => CONSTRAINTS[type ?? ''] ?? 'this constraint';

export function createTableAs(node: CreateTableAsStmt, cx: Context, at: number): CreateTableAsStatement {
  const into = node.into!;
  if (node.objtype === 'OBJECT_MATVIEW') throw unsupported('CREATE MATERIALIZED VIEW', at);
  if (into.options !== undefined || into.tableSpaceName !== undefined || into.accessMethod !== undefined)
    throw unsupported('WITH options in CREATE TABLE', at);
  const select = as(node.query, 'SelectStmt');
  if (select === undefined) throw refuse(node.query!, cx, at);
  return {
    kind: 'CreateTableAs',
    name: tableName(into.rel!, cx),
    columns: cx.source.listed(strings(into.colNames), afterName(into.rel!, cx)),
    query: query(select, cx),
    ifNotExists: node.if_not_exists === true,
    withData: into.skipData !== true,
    temporary: isTemporary(into.rel!, at),
    at,
  };
}

export function drop(node: DropStmt, cx: Context, at: number): DropStatement {
  const objectType = node.removeType === 'OBJECT_TABLE' ? 'TABLE' : node.removeType === 'OBJECT_VIEW' ? 'VIEW' : undefined;
  if (objectType === undefined) throw unsupported(`DROP ${(node.removeType ?? '').replace('OBJECT_', '').replaceAll('_', ' ')}`, at);
  // The names have no positions; they follow DROP TABLE [IF EXISTS] one after the other.
  let i = node.missing_ok === true ? 4 : 2;
  const names = (node.objects ?? []).map((object): QualifiedName => {
    const parts = strings(as(object, 'List')?.items ?? (tagOf(object) === 'String' ? [object] : []));
    const name = cx.source.dotted(parts, i);
    i += 2 * parts.length;
    return name;
  });
  return { kind: 'Drop', objectType, names, ifExists: node.missing_ok === true, cascade: node.behavior === 'DROP_CASCADE', at };
}
