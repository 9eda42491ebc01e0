import { SqlError, undefinedTable } from '../errors.js';
import type { Arena } from '../data/arena.js';
import type { SqlValue } from '../data/value.js';
import type { MemoryPartition } from '../exec/operators/scan.js';
import { didYouMean } from '../data/did-you-mean.js';
import type { Catalog, Relation, TableColumn, TableRef, ViewDefinition } from '../planner/catalog.js';
import type { Expr } from '../planner/logical/expr.js';
import type { TableFunctionNode } from '../sql/ast.js';
import { openFiles } from '../storage/open.js';
import { openTableFunction } from './table-functions.js';
import type { ScanPartition } from '../storage/formats/format.js';

/** A table in memory: chunks in a region of the table's own. Rows are only ever added, so a query keeps what it saw. */
export interface MemoryTable {
  readonly kind: 'table';
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly (TableColumn & { readonly default?: Expr })[];
  readonly owner: number;
  readonly region: number;
  readonly chunks: readonly number[];
  readonly rowCount: number;
}

export interface View extends ViewDefinition {
  readonly kind: 'view';
  readonly schema: string;
}

export const DEFAULT_SCHEMA = 'public';

/** The tables and views of one open(), by case-folded name; what transactions restore. */
export interface Namespace {
  relations: ReadonlyMap<string, MemoryTable | View>;
}

export const relationKey = (schema: string, name: string): string => `${schema.toLowerCase()}.${name.toLowerCase()}`;

/** Rows to aim at per partition of a memory table. */
const PARTITION_ROWS = 131_072;

/** Cuts a memory table's chunks into `wanted` partitions of neighbours (0: by size). */
export function planMemoryScan(arena: Arena, table: MemoryTable, wanted: number): readonly ScanPartition[] {
  const rowsOf = (chunk: number) => arena.u32[chunk >>> 2];
  const count = Math.max(1, Math.min(table.chunks.length, wanted > 0 ? wanted : Math.ceil(table.rowCount / PARTITION_ROWS)));
  return Array.from({ length: count }, (_, i) => {
    const chunks = table.chunks.slice(Math.floor((table.chunks.length * i) / count), Math.floor((table.chunks.length * (i + 1)) / count));
    const detail: MemoryPartition = { chunks };
    return { file: undefined, detail, rowEstimate: chunks.reduce((sum, chunk) => sum + rowsOf(chunk), 0), constants: {} };
  });
}

const tableRef = ({ id, name, columns, rowCount }: MemoryTable): TableRef => ({
  name,
  columns,
  rowCount,
  rowCountExact: true,
  statistics: columns.map(() => ({})),
  source: { kind: 'memory', tableId: id },
});

/** The catalog that the binder asks: the namespace's relations, and files. */
export function createCatalog(namespace: Namespace): Catalog {
  return {
    async findRelation(schema, name): Promise<Relation | undefined> {
      const found = namespace.relations.get(relationKey(schema ?? DEFAULT_SCHEMA, name));
      if (found === undefined) return undefined;
      return found.kind === 'view' ? { kind: 'view', view: found } : { kind: 'table', table: tableRef(found) };
    },
    relationNames: () => [...namespace.relations.values()].map(({ name }) => name),
    openFiles: (paths, at) => openFiles(paths, {}, at),
    openTableFunction: (name: string, args: readonly SqlValue[], named: Readonly<Record<string, SqlValue>>, node: TableFunctionNode) =>
      openTableFunction(name, args, named, node.at),
  };
}

/** The table of that name, or 42P01; a view is 42809. */
export function requireTable(namespace: Namespace, schema: string, name: string, at?: number): MemoryTable {
  const found = namespace.relations.get(relationKey(schema, name));
  if (found === undefined) {
    const guess = didYouMean(
      name,
      [...namespace.relations.values()].map((relation) => relation.name),
    );
    throw undefinedTable(name, at, guess === undefined ? undefined : `Perhaps you meant "${guess}".`);
  }
  if (found.kind === 'view') throw new SqlError('42809', `"${name}" is a view`, { position: at });
  return found;
}
