import { SqlError } from '../../errors.js';
import { DESCRIPTOR_BYTES, DESCRIPTOR_VALIDITY } from '../../data/column.js';
import { CHUNK_HEADER_BYTES } from '../../exec/operators/chunk-sink.js';
import { assignOutputs, defaultValues } from '../../planner/bind/index.js';
import { didYouMean } from '../../functions/did-you-mean.js';
import type { InsertStatement } from '../../sql/ast.js';
import { relationKey, requireTable, type MemoryTable } from '../catalog.js';
import { relationName } from '../names.js';
import { bind, planBound, type Parameter } from '../plan-query.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { storeResult } from '../store-result.js';
import { commandOnly, type StatementResult } from './result.js';

/** INSERT: the new rows are stored beside the old ones and become visible together, or, after an error, not at all. */
export async function insert(statement: InsertStatement, session: SessionState, parameters: readonly Parameter[], options: RunOptions): Promise<StatementResult> {
  const { schema, name, at } = relationName(statement.table);
  const table = requireTable(session.namespace, schema, name, at);
  const bound = statement.query === undefined ? defaultValues() : await bind(statement.query, session, parameters);
  const targets = statement.query === undefined ? [] : targetColumns(statement, table, bound.outputs.length);
  const planned = await planBound(assignOutputs(bound, table.columns, targets), session);
  const stored = await runQuery(planned, session, options, (held) => {
    const result = storeResult(held, planned.positions, table.region, session);
    checkNotNull(table, result.chunks, session);
    return result;
  });
  // Another INSERT may have finished while this one ran: add to what the table is now.
  const current = requireTable(session.namespace, schema, name, at);
  if (current.id !== table.id) throw new SqlError('55000', `table "${name}" was replaced during the statement`);
  const grown: MemoryTable = { ...current, chunks: [...current.chunks, ...stored.chunks], rowCount: current.rowCount + stored.rowCount };
  session.namespace.relations = new Map(session.namespace.relations).set(relationKey(schema, name), grown);
  return { ...commandOnly(`INSERT 0 ${stored.rowCount}`), rowCount: 0 };
}

/** For each output of the query, the ordinal of the table column that it goes to. */
function targetColumns({ columns, at }: InsertStatement, table: MemoryTable, count: number): readonly number[] {
  if (columns.length === 0) {
    if (count > table.columns.length) throw new SqlError('42601', 'INSERT has more expressions than target columns', { position: at });
    return Array.from({ length: count }, (_, i) => i);
  }
  if (count !== columns.length) {
    throw new SqlError('42601', `INSERT has more ${count > columns.length ? 'expressions than target columns' : 'target columns than expressions'}`, { position: columns[0].at });
  }
  const ordinals = columns.map((column) => {
    const ordinal = table.columns.findIndex((candidate) => candidate.name.toLowerCase() === column.name.toLowerCase());
    if (ordinal >= 0) return ordinal;
    const guess = didYouMean(column.name, table.columns.map((candidate) => candidate.name));
    throw new SqlError('42703', `column "${column.name}" of relation "${table.name}" does not exist`, { position: column.at, hint: guess && `Perhaps you meant "${guess}".` });
  });
  ordinals.forEach((ordinal, i) => {
    if (ordinals.indexOf(ordinal) < i) throw new SqlError('42701', `column "${columns[i].name}" specified more than once`, { position: columns[i].at });
  });
  return ordinals;
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

