import type { Table } from 'apache-arrow';
import { SqlError } from '../errors.js';
import { typeName, UNKNOWN, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { writeChunks } from '../exec/memory-table.js';
import { DEFAULT_SCHEMA, relationKey, type MemoryTable } from './catalog.js';
import { commonType, settled, typeOfValue, valueIn } from './from-javascript.js';
import type { SessionState } from './state.js';
import type { TableInput } from './table-input.js';

/** A table's columns and rows before they are stored. */
export interface InputRows {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  readonly rows: Iterable<readonly SqlValue[]>;
}

/** Arrow tables of any copy of the library; its own class test would load it. */
const isArrowTable = (input: TableInput): input is Table => 'schema' in input && 'batches' in input;

/** A program without types may pass anything. */
function checkInput(name: unknown, input: unknown): void {
  if (typeof name !== 'string' || name === '') throw new SqlError('42602', 'a table needs a name');
  if (typeof input !== 'object' || input === null || !(Symbol.iterator in input))
    throw new SqlError('42804', `table "${name}" needs an Arrow table or an iterable of row objects`);
}

/** Copies `input` into the engine's memory under `name`, in place of a table of that name. */
export async function registerTable(name: string, input: TableInput, session: SessionState): Promise<void> {
  checkInput(name, input);
  const { columns, rows } = isArrowTable(input)
    ? (await import('./rows-from-arrow.js')).rowsFromArrow(input)
    : ownErrors(name, () => rowsFromObjects(input));
  const key = relationKey(DEFAULT_SCHEMA, name);
  const existing = session.namespace.relations.get(key);
  if (existing?.kind === 'view') throw new SqlError('42809', `"${name}" is a view`);
  const { engine } = session;
  const owner = engine.newOwner();
  try {
    const region = engine.arena.kernels.region_new(owner) >>> 0;
    const chunks = writeChunks(
      engine.arena,
      rows,
      columns.map(({ type }) => type),
      region,
    );
    const rowCount = chunks.reduce((sum, chunk) => sum + engine.arena.u32[chunk >>> 2], 0);
    const table: MemoryTable = {
      kind: 'table',
      id: session.newTableId(),
      schema: DEFAULT_SCHEMA,
      name,
      owner,
      region,
      chunks,
      rowCount,
      columns: columns.map((column) => ({ ...column, nullable: true })),
    };
    session.namespace.relations = new Map(session.namespace.relations).set(key, table);
  } catch (error) {
    engine.freeOwner(owner);
    throw error;
  }
  if (existing !== undefined && session.transaction === undefined) engine.retireOwner(existing.owner);
}

/** 38000 for what the caller's iterators and getters throw. */
function ownErrors<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof SqlError) throw cause;
    throw new SqlError('38000', `reading the rows of table "${name}" raised: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function rowsFromObjects(input: Iterable<Readonly<Record<string, unknown>>>): InputRows {
  const objects = [...input];
  const types = new Map<string, SqlType>();
  objects.forEach((object, row) => {
    if (typeof object !== 'object' || object === null) throw new SqlError('42804', `row ${row + 1} is not an object`);
    for (const [name, value] of Object.entries(object)) {
      const known = types.get(name) ?? UNKNOWN;
      const own = typeOfValue(value, `column "${name}", row ${row + 1},`);
      const both = commonType(known, own);
      if (both === undefined) {
        const [before, now] = [known, own].map(typeName);
        throw new SqlError('42804', `column "${name}" holds ${before} and, in row ${row + 1}, ${now}`);
      }
      types.set(name, both);
    }
  });
  const columns = [...types].map(([name, type]) => ({ name, type: settled(type) }));
  // Only an object's own columns: every object inherits a `constructor`.
  const rowOf = (object: Readonly<Record<string, unknown>>): SqlValue[] =>
    columns.map(({ name, type }) => (Object.hasOwn(object, name) ? valueIn(object[name], type) : null));
  return { columns, rows: objects.map(rowOf) };
}
