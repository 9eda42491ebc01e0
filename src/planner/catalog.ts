import type { SqlValue } from '../data/value.js';
import type { QueryNode, TableFunctionNode } from '../sql/ast.js';
import type { ColumnStatistics, TableColumn, TableRef } from '../storage/table.js';

export type { ColumnStatistics, TableColumn, TableRef };

export interface ViewDefinition {
  readonly name: string;
  /** Names given to the query's first columns, each with the name that the column itself had then. The others have the names that the query gives. */
  readonly columns: readonly { readonly name: string; readonly of: string }[];
  readonly query: QueryNode;
}

export type Relation = { readonly kind: 'table'; readonly table: TableRef } | { readonly kind: 'view'; readonly view: ViewDefinition };

/** What the binder asks of the session. Every method throws SqlError with the given position. */
export interface Catalog {
  /** Undefined when there is no such relation: the binder then raises 42P01 with `relationNames()` for a hint. */
  findRelation(schema: string | undefined, name: string, at?: number): Promise<Relation | undefined>;
  relationNames(): readonly string[];
  /** A path, glob or list of them in FROM. */
  openFiles(paths: readonly string[], at?: number): Promise<TableRef>;
  /** read_parquet, read_csv with constant arguments; undefined when `call` is no such function. */
  openTableFunction(
    name: string,
    args: readonly SqlValue[],
    named: Readonly<Record<string, SqlValue>>,
    node: TableFunctionNode,
  ): Promise<TableRef | undefined>;
}
