import { SqlError } from '../../errors.js';
import { DESCRIPTOR_BYTES, DESCRIPTOR_VALIDITY } from '../../data/column.js';
import { CHUNK_HEADER_BYTES } from '../../exec/operators/chunk-sink.js';
import { bindQueryInto, type BoundQuery } from '../../planner/bind/index.js';
import { columnIds } from '../../planner/logical/columns.js';
import { column as columnOf, nullOf } from '../../planner/logical/make.js';
import type { TableColumn } from '../../planner/catalog.js';
import { didYouMean } from '../../data/did-you-mean.js';
import type { InsertStatement } from '../../sql/ast.js';
import { relationKey, requireTable, type MemoryTable } from '../catalog.js';
import { relationName } from '../names.js';
import { bindContext, withPlan, type Parameter } from '../plan-query.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { storeResult } from '../store-result.js';
import { commandOnly, type StatementResult } from './result.js';

/** INSERT: the new rows are stored beside the old ones and become visible together, or, after an error, not at all. */
export async function insert(
  statement: InsertStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const { schema, name, at } = relationName(statement.table);
  const table = requireTable(session.namespace, schema, name, at);
  const targets = targetColumns(statement, table);
  const bound = await bindRows(
    statement,
    targets.map((ordinal) => table.columns[ordinal]),
    session,
    parameters,
  );
  if (statement.columns.length > bound.outputs.length && statement.query !== undefined) {
    throw new SqlError('42601', 'INSERT has more target columns than expressions', {
      position: statement.columns[bound.outputs.length].at,
    });
  }
  const stored = await withPlan(fillColumns(bound, table, targets), session, options, (planned) =>
    runQuery(planned, session, options, (held) => {
      const result = storeResult(held, planned.positions, table.region, session);
      checkNotNull(table, result.chunks, session);
      return result;
    }),
  );
  // Another INSERT may have finished while this one ran: add to what the table is now.
  const current = requireTable(session.namespace, schema, name, at);
  if (current.id !== table.id) throw new SqlError('55000', `table "${name}" was replaced during the statement`);
  const grown: MemoryTable = { ...current, chunks: [...current.chunks, ...stored.chunks], rowCount: current.rowCount + stored.rowCount };
  session.namespace.relations = new Map(session.namespace.relations).set(relationKey(schema, name), grown);
  return { ...commandOnly(`INSERT 0 ${stored.rowCount}`), rowCount: 0 };
}

/** The table's ordinals that the query's outputs go to, in order. */
function targetColumns({ columns }: InsertStatement, table: MemoryTable): readonly number[] {
  if (columns.length === 0) return table.columns.map((_, i) => i);
  const ordinals = columns.map((column) => {
    const ordinal = table.columns.findIndex((candidate) => candidate.name.toLowerCase() === column.name.toLowerCase());
    if (ordinal >= 0) return ordinal;
    const guess = didYouMean(
      column.name,
      table.columns.map((candidate) => candidate.name),
    );
    throw new SqlError('42703', `column "${column.name}" of relation "${table.name}" does not exist`, {
      position: column.at,
      hint: guess && `Perhaps you meant "${guess}".`,
    });
  });
  ordinals.forEach((ordinal, i) => {
    if (ordinals.indexOf(ordinal) < i)
      throw new SqlError('42701', `column "${columns[i].name}" specified more than once`, { position: columns[i].at });
  });
  return ordinals;
}

/** The rows to insert, as the target columns' types; DEFAULT VALUES is one row of none. */
async function bindRows(
  { query }: InsertStatement,
  targets: readonly TableColumn[],
  session: SessionState,
  parameters: readonly Parameter[],
): Promise<BoundQuery> {
  if (query !== undefined) return bindQueryInto(query, targets, bindContext(session, parameters));
  return { plan: { kind: 'Values', columns: [], rows: [[]] }, outputs: [], newColumnId: columnIds() };
}

/** All of the table's columns: what the query gives, and defaults or NULLs for the rest. */
function fillColumns({ plan, outputs, newColumnId }: BoundQuery, table: MemoryTable, targets: readonly number[]): BoundQuery {
  const items = table.columns.map(({ name, type, default: value }, ordinal) => {
    const given = outputs[targets.indexOf(ordinal)];
    return { id: newColumnId(), name, type, expr: given === undefined ? (value ?? nullOf(type)) : given.column };
  });
  return {
    plan: { kind: 'Project', input: plan, items },
    outputs: items.map((item) => ({ name: item.name, column: columnOf(item) })),
    newColumnId,
  };
}

/** Raises 23502 when a NOT NULL column got a NULL. */
function checkNotNull({ columns, name }: MemoryTable, chunks: readonly number[], { engine: { arena } }: SessionState): void {
  columns.forEach((column, i) => {
    if (column.nullable) return;
    for (const chunk of chunks) {
      const rows = arena.u32[chunk >>> 2];
      const validity = arena.u32[(chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * i + DESCRIPTOR_VALIDITY) >>> 2];
      for (let row = 0; row < rows; row++) {
        if (((arena.u8[validity + (row >>> 3)] >> (row & 7)) & 1) === 0) {
          throw new SqlError('23502', `null value in column "${column.name}" of relation "${name}" violates not-null constraint`);
        }
      }
    }
  });
}
