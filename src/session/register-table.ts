import { Table, type DataType, Type } from 'apache-arrow';
import { SqlError, unsupported } from '../errors.js';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
  decimal,
  DOUBLE,
  INTEGER,
  REAL,
  SMALLINT,
  TEXT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  type SqlType,
} from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { writeChunks } from '../exec/memory-table.js';
import { DEFAULT_SCHEMA, relationKey, type MemoryTable } from './catalog.js';
import type { SessionState } from './state.js';

/** An Arrow table, or row objects; a value may be whatever a parameter may be. */
export type TableInput = Table | Iterable<Readonly<Record<string, unknown>>>;

interface InputColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** Copies `input` into the engine's memory under `name`, in place of a table of that name. */
export async function registerTable(name: string, input: TableInput, session: SessionState): Promise<void> {
  const key = relationKey(DEFAULT_SCHEMA, name);
  const existing = session.namespace.relations.get(key);
  if (existing?.kind === 'view') throw new SqlError('42809', `"${name}" is a view`);
  const { columns, rows } = input instanceof Table ? fromArrow(input) : fromObjects(input);
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

function fromArrow(table: Table): { columns: readonly InputColumn[]; rows: Iterable<readonly SqlValue[]> } {
  const columns = table.schema.fields.map((field) => ({ name: field.name, type: sqlType(field.type, field.name) }));
  const vectors = columns.map((_, i) => table.getChildAt(i)!);
  const fields = table.schema.fields;
  function* rows(): Generator<SqlValue[]> {
    for (let row = 0; row < table.numRows; row++)
      yield vectors.map((vector, i) => fromArrowValue(vector.get(row), fields[i].type, columns[i].type));
  }
  return { columns, rows: rows() };
}

function sqlType(type: DataType, column: string): SqlType {
  switch (type.typeId) {
    case Type.Bool:
      return BOOLEAN;
    case Type.Int: {
      const { bitWidth, isSigned } = type as unknown as { bitWidth: number; isSigned: boolean };
      if (isSigned) return bitWidth <= 16 ? SMALLINT : bitWidth === 32 ? INTEGER : BIGINT;
      return bitWidth === 8 ? SMALLINT : bitWidth === 16 ? INTEGER : bitWidth === 32 ? BIGINT : decimal(20, 0);
    }
    case Type.Float:
      return (type as unknown as { precision: number }).precision === 2 ? DOUBLE : REAL;
    case Type.Decimal: {
      const { precision, scale } = type as unknown as { precision: number; scale: number };
      return decimal(precision, scale);
    }
    case Type.Utf8:
    case Type.LargeUtf8:
      return TEXT;
    case Type.Binary:
    case Type.LargeBinary:
    case Type.FixedSizeBinary:
      return BYTEA;
    case Type.Date:
      return DATE;
    case Type.Time:
      return TIME;
    case Type.Timestamp:
      return (type as unknown as { timezone?: string | null }).timezone ? TIMESTAMPTZ : TIMESTAMP;
    case Type.Dictionary:
      return sqlType((type as unknown as { dictionary: DataType }).dictionary, column);
    case Type.List:
    case Type.FixedSizeList:
      return array(sqlType((type as unknown as { children: { type: DataType }[] }).children[0].type, column));
    default:
      throw unsupported(`column "${column}" of Arrow type ${String(type)}`);
  }
}

/** Microseconds per unit of Arrow's SECOND, MILLISECOND and MICROSECOND. */
const MICROS = [1_000_000n, 1_000n, 1n];

function fromArrowValue(value: any, from: DataType, to: SqlType): SqlValue {
  if (value === null || value === undefined) return null;
  switch (to.kind) {
    case 'date':
      return Math.floor(Number(value) / 86_400_000);
    case 'time': {
      const { unit } = from as unknown as { unit: number };
      return unit === 3 ? BigInt(value) / 1000n : BigInt(value) * MICROS[unit];
    }
    // The library gives timestamps as milliseconds, with a fraction where the unit is finer.
    case 'timestamp':
    case 'timestamptz':
      return BigInt(Math.round(Number(value) * 1000));
    case 'bigint':
      return BigInt(value);
    case 'decimal':
      return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : fromWords(value as Uint32Array);
    case 'array': {
      const element = (from as unknown as { children: { type: DataType }[] }).children[0].type;
      return Array.from(value as Iterable<unknown>, (item) => fromArrowValue(item, element, to.element));
    }
    default:
      return from.typeId === Type.Dictionary ? value : (value as SqlValue);
  }
}

function fromWords(words: Uint32Array): bigint {
  const value = [...words].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(32 * words.length, value);
}

function fromObjects(input: Iterable<Readonly<Record<string, unknown>>>): {
  columns: readonly InputColumn[];
  rows: Iterable<readonly SqlValue[]>;
} {
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
