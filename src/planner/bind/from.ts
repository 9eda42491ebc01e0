import { InternalError, SqlError, undefinedTable, unsupported } from '../../errors.js';
import type { FileNode, FromItem, QueryNode, SubqueryNode, TableAlias, TableNode } from '../../sql/ast.js';
import type { TableRef } from '../catalog.js';
import { column, TRUE } from '../logical/make.js';
import type { ColumnId } from '../logical/expr.js';
import type { LogicalPlan, ProjectItem, ScanColumn, Unnest } from '../logical/plan.js';
import {
  emptyScope,
  newFrame,
  type Binding,
  type Bound,
  type Frame,
  type Output,
  type Scope,
  type ScopeColumn,
  type ScopeTable,
} from './context.js';
import { bindTableFunction } from './from-function.js';
import { bindJoin, joinParts } from './from-join.js';
import { hasLimit } from './limit.js';
import { draftQuery } from './query.js';
import { lastOf } from './scope.js';
import { viewOutputs } from './view-outputs.js';
import { findCte } from './with.js';

/** One item of FROM: its rows, and the names that it brings into scope. */
export interface FromPart {
  readonly plan: LogicalPlan;
  readonly tables: readonly ScopeTable[];
  /** What `*` and unqualified names see. */
  readonly columns: readonly ScopeColumn[];
  /** Set when the rows are the elements of arrays: a join may then unnest straight over its left side. */
  readonly unnest?: Pick<Unnest, 'arrays' | 'columns' | 'ordinality'>;
}

/** Where a FROM item stands: `outer` encloses the query, `lateral` also has the items to the left. */
export interface FromScope {
  readonly outer: Scope;
  readonly lateral: Scope;
  readonly frame: Frame;
}

const NO_COLUMNS: LogicalPlan = { kind: 'Values', columns: [], rows: [[]] };

/** Binds FROM; a list of items is their cross product. Without FROM there is one row without columns. */
export function bindFrom(items: readonly FromItem[], outer: Scope, frame: Frame): FromPart {
  let result: FromPart | undefined;
  for (const item of items) {
    const lateral =
      result === undefined
        ? { ...emptyScope(outer.binding, frame, outer, outer.ctes) }
        : lateralScope(result, { outer, lateral: outer, frame });
    const part = bindFromItem(item, { outer, lateral, frame });
    result = result === undefined ? part : joinParts(result, part, 'inner', TRUE);
  }
  return result ?? { plan: NO_COLUMNS, tables: [], columns: [] };
}

/** What an item to the right of `left` may refer to besides what `left` itself could. */
export const lateralScope = (left: FromPart, { lateral, frame }: FromScope): Scope => ({
  binding: lateral.binding,
  frame,
  parent: lateral,
  ctes: lateral.ctes,
  tables: left.tables,
  columns: left.columns,
});

export function bindFromItem(item: FromItem, at: FromScope): FromPart {
  switch (item.kind) {
    case 'Table':
      return bindTable(item, at);
    case 'File':
      return bindFile(item, at);
    case 'Subquery':
      return bindSubquery(item, at);
    case 'TableFunction':
      return bindTableFunction(item, at);
    case 'Join':
      return bindJoin(item, at);
    default:
      throw new InternalError(`FROM item ${(item as FromItem).kind}`);
  }
}

/** Names a part: column aliases replace names from the left, 42P10 when there are more of them than columns. */
export function namePart(
  plan: LogicalPlan,
  outputs: readonly Output[],
  name: string | undefined,
  alias: TableAlias | undefined,
  schema?: string,
): FromPart {
  const table = alias?.name.name ?? name;
  const renamed = alias?.columns ?? [];
  if (renamed.length > outputs.length) {
    throw new SqlError('42P10', `table "${table}" has ${outputs.length} columns available but ${renamed.length} columns specified`, {
      position: alias?.name.at,
    });
  }
  const columns = outputs.map(({ name: given, column: source }, i): ScopeColumn => ({
    name: renamed[i]?.name ?? given,
    column: source,
    table,
  }));
  const tables: ScopeTable[] =
    table === undefined ? [] : [{ name: table, columns, ...(schema === undefined || alias !== undefined ? {} : { schema }) }];
  return { plan, tables, columns };
}

function bindTable(node: TableNode, { outer, lateral }: FromScope): FromPart {
  refuseSample(node);
  const { binding } = outer;
  const { name } = lastOf(node.name);
  const cte = node.name.length === 1 ? findCte(name, lateral.ctes) : undefined;
  if (cte !== undefined) {
    const { plan, outputs } = cte.use(node);
    return namePart(plan, outputs, name, node.alias);
  }
  const schema = node.name.length > 1 ? node.name[node.name.length - 2].name : undefined;
  const table = binding.relations.tables.get(node);
  if (table !== undefined) return scan(table, name, node.alias, outer, schema);
  const found = binding.relations.views.get(node);
  if (found === undefined) throw undefinedTable(name, node.at, 'WITH queries can refer only to those written before them.');
  const bound = bindView(found.query, binding);
  return namePart(bound.plan, viewOutputs(found.view, bound.outputs, node.at), name, node.alias, schema);
}

/** A view that is a table or a file as a whole is bound as that is: most views are, and a table has many more columns than a query names. */
function bindView(query: QueryNode, binding: Binding): Bound {
  const scope = emptyScope(binding, newFrame('constants'));
  const whole = wholeRelation(query);
  if (whole === undefined) return distinctColumns(draftQuery(query, scope).finish(), binding);
  const { plan, columns } = bindFromItem(whole, { outer: scope, lateral: scope, frame: scope.frame });
  return { plan, outputs: columns };
}

/** The table or file that a query has all rows and columns of, as they are: `SELECT * FROM it`. */
function wholeRelation(query: QueryNode): TableNode | FileNode | undefined {
  const { body } = query;
  if (query.with !== undefined || query.orderBy.length > 0 || query.orderByAll !== undefined || hasLimit(query)) return undefined;
  if (body.kind !== 'Select' || body.distinct !== false || body.items.length !== 1 || body.from.length !== 1) return undefined;
  if (body.where !== undefined || body.having !== undefined || body.qualify !== undefined) return undefined;
  if (body.groupBy.length > 0 || body.groupByAll === true || body.windows.length > 0) return undefined;
  const [{ expr }] = body.items;
  const [item] = body.from;
  const isAll = expr.kind === 'Star' && expr.qualifier.length === 0 && expr.exclude === undefined && expr.replace === undefined;
  return isAll && (item.kind === 'Table' || item.kind === 'File') ? item : undefined;
}

/** Without an alias, a file is called by its name up to the first dot: `data/trips.parquet` is trips. */
function bindFile(node: FileNode, { outer }: FromScope): FromPart {
  refuseSample(node);
  const table = outer.binding.relations.tables.get(node);
  if (table === undefined) throw new InternalError(`file ${node.paths.join(', ')} was not opened`);
  const stem = /([^/\\]*?)(\.[^/\\]*)?$/.exec(node.paths[0] ?? '')?.[1];
  return scan(table, stem, node.alias, outer);
}

/** Reads all columns of a table; unused ones are pruned later. */
export function scan(table: TableRef, name: string | undefined, alias: TableAlias | undefined, scope: Scope, schema?: string): FromPart {
  const { newId } = scope.binding;
  const columns = table.columns.map((each, ordinal): ScanColumn => ({ id: newId(), name: each.name, type: each.type, ordinal }));
  const outputs = columns.map((each): Output => ({ name: each.name, column: column(each) }));
  return namePart({ kind: 'Scan', table, columns, conjuncts: [] }, outputs, name, alias, schema);
}

function bindSubquery(node: SubqueryNode, { outer, lateral }: FromScope): FromPart {
  refuseSample(node);
  const { plan, outputs } = distinctColumns(draftQuery(node.query, node.lateral ? lateral : outer).finish(), outer.binding);
  return namePart(plan, outputs, undefined, node.alias);
}

/**
 * Gives every output an id of its own: to the query around it they are different columns, even where one value has two names.
 *
 *   SELECT p, q FROM (SELECT x AS p, x AS q FROM a) AS b GROUP BY ROLLUP (p, q)   -- q is NULL where p is not
 */
function distinctColumns({ plan, outputs }: Bound, { newId }: Binding): Bound {
  const seen = new Set<ColumnId>();
  const items = outputs.map(({ column: output }): ProjectItem => {
    const id = seen.has(output.id) ? newId() : output.id;
    seen.add(id);
    return { id, name: output.name, type: output.type, expr: output };
  });
  if (items.every(({ id }, i) => id === outputs[i].column.id)) return { plan, outputs };
  return { plan: { kind: 'Project', input: plan, items }, outputs: outputs.map((output, i) => ({ ...output, column: column(items[i]) })) };
}

function refuseSample(node: TableNode | FileNode | SubqueryNode): void {
  if (node.sample !== undefined) throw unsupported('TABLESAMPLE', node.at);
}
