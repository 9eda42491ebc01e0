import type { Table } from 'apache-arrow';
import { SqlError, unsupported } from '../errors.js';
import { array, BIGINT, BOOLEAN, BYTEA, DOUBLE, INTEGER, TEXT, TIMESTAMPTZ, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { writeChunks } from '../exec/memory-table.js';
import { DEFAULT_SCHEMA, relationKey, type MemoryTable } from './catalog.js';
import type { SessionState } from './state.js';

/** An Arrow table, or row objects; a value may be whatever a parameter may be. */
export type TableInput = Table | Iterable<Readonly<Record<string, unknown>>>;

/** A table's columns and rows before they are stored. */
export interface InputRows {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  readonly rows: Iterable<readonly SqlValue[]>;
}

/** Arrow tables of any copy of the library; its own class test would load it. */
const isArrowTable = (input: TableInput): input is Table => 'schema' in input && 'batches' in input;

/** Copies `input` into the engine's memory under `name`, in place of a table of that name. */
export async function registerTable(name: string, input: TableInput, session: SessionState): Promise<void> {
  const { columns, rows } = isArrowTable(input) ? (await import('./rows-from-arrow.js')).rowsFromArrow(input) : rowsFromObjects(input);
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

function rowsFromObjects(input: Iterable<Readonly<Record<string, unknown>>>): InputRows {
  const objects = [...input];
  const kinds = new Map<string, SqlType | undefined>();
  objects.forEach((object, row) => {
    for (const [name, value] of Object.entries(object)) kinds.set(name, merge(kinds.get(name), value, name, row));
  });
  const columns = [...kinds].map(([name, type]) => ({ name, type: type ?? TEXT }));
  return { columns, rows: objects.map((object) => columns.map(({ name, type }) => fromObjectValue(object[name], type))) };
}

const INTEGERS: readonly SqlType['kind'][] = ['integer', 'bigint'];

function merge(known: SqlType | undefined, value: unknown, name: string, row: number): SqlType | undefined {
  if (value === null || value === undefined) return known;
  const own = inferType(value, name, row);
  if (known === undefined || known.kind === own.kind) return own;
  if (INTEGERS.includes(known.kind) && INTEGERS.includes(own.kind)) return BIGINT;
  const numbers: readonly SqlType['kind'][] = [...INTEGERS, 'double'];
  if (numbers.includes(known.kind) && numbers.includes(own.kind)) return DOUBLE;
  throw new SqlError('42804', `column "${name}" holds ${known.kind} and, in row ${row + 1}, ${own.kind}`);
}

function inferType(value: unknown, name: string, row: number): SqlType {
  switch (typeof value) {
    case 'boolean':
      return BOOLEAN;
    case 'string':
      return TEXT;
    case 'bigint':
      return BIGINT;
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? INTEGER : Number.isSafeInteger(value) ? BIGINT : DOUBLE;
    default:
      if (value instanceof Date) return TIMESTAMPTZ;
      if (value instanceof Uint8Array) return BYTEA;
      if (Array.isArray(value))
        return array(value.reduce<SqlType | undefined>((known, element) => merge(known, element, name, row), undefined) ?? TEXT);
      throw unsupported(`a value of this kind in column "${name}", row ${row + 1},`);
  }
}

function fromObjectValue(value: unknown, type: SqlType): SqlValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'bigint':
      return BigInt(value as number);
    case 'double':
      return Number(value);
    case 'timestamptz':
      return BigInt((value as Date).getTime()) * 1000n;
    case 'array':
      return (value as unknown[]).map((element) => fromObjectValue(element, type.element));
    default:
      return value as SqlValue;
  }
}
