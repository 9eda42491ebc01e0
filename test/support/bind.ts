import assert from 'node:assert/strict';
import type { SqlType } from '#quern/data/types.js';
import type { Catalog, TableRef, ViewDefinition } from '#quern/planner/catalog.js';
import { bindQuery, resolveTypeName, type BindContext, type BoundQuery, type Parameter } from '#quern/planner/bind/index.js';
import { printPlan } from '#quern/planner/logical/print.js';
import { verifyPlan } from '#quern/planner/logical/verify.js';
import type { QueryNode } from '#quern/sql/ast.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';

/** A table that cannot be read: names and types are all that binding needs. */
export const tableOf = (name: string, columns: readonly (readonly [name: string, type: SqlType])[]): TableRef => ({
  name,
  columns: columns.map(([column, type]) => ({ name: column, type, nullable: true })),
  rowCount: 1000,
  rowCountExact: true,
  statistics: columns.map(() => ({})),
  source: { kind: 'memory', tableId: 1 },
});

/** A catalog from `CREATE TABLE` and `CREATE VIEW` statements; files and `read_csv` all open its first table. */
export async function catalogFrom(ddl: string): Promise<Catalog> {
  await loadParser();
  const tables = new Map<string, TableRef>();
  const views = new Map<string, ViewDefinition>();
  for (const { statement } of parseStatements(ddl)) {
    if (statement.kind === 'CreateTable') {
      const name = statement.name[statement.name.length - 1].name;
      tables.set(
        name.toLowerCase(),
        tableOf(
          name,
          statement.columns.map((column) => [column.name.name, resolveTypeName(column.type)]),
        ),
      );
    } else if (statement.kind === 'CreateView') {
      const name = statement.name[statement.name.length - 1].name;
      const { outputs } = await bindQuery(statement.query, contextOf(catalogOf(tables, views)));
      const columns = statement.columns.map((column, i) => ({ name: column.name, of: outputs[i].name }));
      views.set(name.toLowerCase(), { name, columns, query: statement.query });
    } else throw new Error(`no ${statement.kind} in a catalog`);
  }
  return catalogOf(tables, views);
}

export function catalogOf(tables: ReadonlyMap<string, TableRef>, views: ReadonlyMap<string, ViewDefinition> = new Map()): Catalog {
  const [first] = tables.values();
  return {
    findRelation: async (_schema, name) => {
      const table = tables.get(name.toLowerCase());
      const view = views.get(name.toLowerCase());
      return table !== undefined ? { kind: 'table', table } : view !== undefined ? { kind: 'view', view } : undefined;
    },
    relationNames: () => [...tables.keys(), ...views.keys()],
    openFiles: async () => first,
    openTableFunction: async (name) => (name === 'read_csv' ? first : undefined),
  };
}

export function queryOf(sql: string): QueryNode {
  const [{ statement }] = parseStatements(sql);
  if (statement.kind !== 'QueryStatement') throw new Error(`${statement.kind} is no query`);
  return statement.query;
}

export const contextOf = (catalog: Catalog, parameters: readonly Parameter[] = []): BindContext => ({
  catalog,
  parameters,
  nowMicros: 1_700_000_000_000_000n,
  timeZone: 'UTC',
});

/** Binds and verifies. */
export async function bindSql(sql: string, catalog: Catalog, parameters?: readonly Parameter[]): Promise<BoundQuery> {
  const bound = await bindQuery(queryOf(sql), contextOf(catalog, parameters));
  verifyPlan(bound.plan);
  return bound;
}

/** The printed plan, for comparison with an expected one. */
export const planOf = async (sql: string, catalog: Catalog): Promise<string> => printPlan((await bindSql(sql, catalog)).plan);

export type PlanCase = readonly [sql: string, outputs: string, plan: string];

const CATALOG = `
  CREATE TABLE t (a int, b int, c text, d numeric(10,2));
  CREATE TABLE u (a int, x float8, l int[]);
  CREATE VIEW v (k, n) AS SELECT a, count(*) FROM t GROUP BY a`;

/** One test per query: its outputs and its plan, over tables t and u and view v. */
export function itBindsTo(cases: readonly PlanCase[]): void {
  let catalog: Catalog;
  before(async () => {
    catalog = await catalogFrom(CATALOG);
  });
  for (const [sql, outputs, plan] of cases) {
    it(sql, async () => {
      const bound = await bindSql(sql, catalog);
      assert.equal(bound.outputs.map(({ name, column }) => `${name}:${column.id}`).join(' '), outputs);
      assert.equal(printPlan(bound.plan), plan.trim());
    });
  }
}
