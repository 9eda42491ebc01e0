import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  IntervalMonthDayNano,
  List,
  makeData,
  Map_,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimeMicrosecond,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
  type Data,
} from 'apache-arrow';
import { storageOf, type SqlType } from '../data/types.js';
import { formatValue } from '../data/format.js';
import type { SqlValue } from '../data/value.js';
import type { DetachedBatch, DetachedColumn } from './detach.js';
import { columnReader } from './read.js';

/** The Arrow type of a column: DECIMAL is Decimal128, TIMESTAMPTZ has time zone UTC, UUID and JSON are Utf8. */
export function arrowType(type: SqlType): DataType {
  switch (type.kind) {
    case 'unknown':
    case 'text':
    case 'json':
    case 'uuid':
      return new Utf8();
    case 'boolean':
      return new Bool();
    case 'smallint':
      return new Int16();
    case 'integer':
      return new Int32();
    case 'bigint':
      return new Int64();
    case 'real':
      return new Float32();
    case 'double':
      return new Float64();
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'bytea':
      return new Binary();
    case 'date':
      return new DateDay();
    case 'time':
      return new TimeMicrosecond();
    case 'timestamp':
      return new TimestampMicrosecond();
    case 'timestamptz':
      return new TimestampMicrosecond('UTC');
    case 'interval':
      return new IntervalMonthDayNano();
    case 'array':
      return new List(new Field('item', arrowType(type.element), true));
    case 'struct':
      return new Struct(type.fields.map((field) => new Field(field.name, arrowType(field.type), true)));
    case 'map': {
      const entries = new Struct([new Field('key', arrowType(type.key), false), new Field('value', arrowType(type.value), true)]);
      return new Map_(new Field('entries', entries as never, false));
    }
  }
}

export const arrowSchema = (columns: readonly { readonly name: string; readonly type: SqlType }[]): Schema =>
  new Schema(columns.map(({ name, type }) => new Field(name, arrowType(type), true)));

export function toRecordBatch({ rowCount, columns }: DetachedBatch, schema: Schema): RecordBatch {
  const children = columns.map((column, i) => toData(column, schema.fields[i].type));
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rowCount, nullCount: 0, children }));
}

export function toTable(batches: readonly DetachedBatch[], columns: readonly { readonly name: string; readonly type: SqlType }[]): Table {
  const schema = arrowSchema(columns);
  return new Table(
    schema,
    batches.map((batch) => toRecordBatch(batch, schema)),
  );
}

/** A column as Arrow data; fixed-width slots and strings are used as they are wherever Arrow lays them out alike. */
function toData(column: DetachedColumn, type: DataType): Data {
  const { rowCount: length, validity, slots, offsets, bytes } = column;
  const shared = { length, nullBitmap: validity ?? null, nullCount: validity === undefined ? 0 : -1 };
  const sqlType = column.type;
  switch (sqlType.kind) {
    case 'boolean': {
      const bits = new Uint8Array((length + 7) >>> 3);
      for (let row = 0; row < length; row++) if (slots![row] !== 0) bits[row >>> 3] |= 1 << (row & 7);
      return makeData({ type: type as Bool, data: bits, ...shared });
    }
    case 'text':
    case 'json':
    case 'unknown':
      return makeData({ type: type as Utf8, valueOffsets: offsets!, data: bytes!, ...shared });
    case 'bytea':
      return makeData({ type: type as Binary, valueOffsets: offsets!, data: bytes!, ...shared });
    case 'decimal':
      return makeData({ type: type as Decimal, data: decimalWords(column), ...shared });
    case 'smallint':
      return makeData({ type: type as Int16, data: words(Int16Array, slots!), ...shared });
    case 'integer':
      return makeData({ type: type as Int32, data: words(Int32Array, slots!), ...shared });
    case 'date':
      return makeData({ type: type as DateDay, data: words(Int32Array, slots!), ...shared });
    case 'bigint':
      return makeData({ type: type as Int64, data: words(BigInt64Array, slots!), ...shared });
    case 'time':
      return makeData({ type: type as TimeMicrosecond, data: words(BigInt64Array, slots!), ...shared });
    case 'timestamp':
    case 'timestamptz':
      return makeData({ type: type as TimestampMicrosecond, data: words(BigInt64Array, slots!), ...shared });
    case 'real':
      return makeData({ type: type as Float32, data: words(Float32Array, slots!), ...shared });
    case 'double':
      return makeData({ type: type as Float64, data: words(Float64Array, slots!), ...shared });
    case 'interval':
      return makeData({ type: type as IntervalMonthDayNano, data: intervalWords(column), ...shared });
    default:
      return builtData(column, type);
  }
}

type Words<T> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

/** The same bytes as words. */
const words = <T>(
  array: Words<T> & { readonly BYTES_PER_ELEMENT: number },
  { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>,
): T => new array(buffer, byteOffset, byteLength / array.BYTES_PER_ELEMENT);

/** 128-bit little-endian words, whatever width the slots have. */
function decimalWords({ type, slots, rowCount }: DetachedColumn): Uint32Array<ArrayBuffer> {
  const storage = storageOf(type);
  if (storage === 'i128') return words(Uint32Array, slots!);
  const from = words(Int32Array, slots!);
  const to = new Int32Array(4 * rowCount);
  const isWide = storage === 'i64';
  for (let row = 0; row < rowCount; row++) {
    const low = from[isWide ? 2 * row : row];
    const next = isWide ? from[2 * row + 1] : low >> 31;
    to[4 * row] = low;
    to[4 * row + 1] = next;
    to[4 * row + 2] = next >> 31;
    to[4 * row + 3] = next >> 31;
  }
  return new Uint32Array(to.buffer);
}

/** Months and days (i32), then nanoseconds (i64). */
function intervalWords({ slots, rowCount }: DetachedColumn): Int32Array<ArrayBuffer> {
  const from = new DataView(slots!.buffer, slots!.byteOffset, slots!.byteLength);
  const to = new DataView(new ArrayBuffer(16 * rowCount));
  for (let row = 0; row < rowCount; row++) {
    to.setInt32(16 * row, from.getInt32(16 * row + 12, true), true);
    to.setInt32(16 * row + 4, from.getInt32(16 * row + 8, true), true);
    to.setBigInt64(16 * row + 8, from.getBigInt64(16 * row, true) * 1000n, true);
  }
  return new Int32Array(to.buffer);
}

/** Nested types and UUIDs go through Arrow's own builders. */
function builtData(column: DetachedColumn, type: DataType): Data {
  const read = columnReader(column);
  const values = Array.from({ length: column.rowCount }, (_, row) => toArrowValue(read(row), column.type));
  if (values.length === 0) return makeData({ type: new Null(), length: 0 }) as unknown as Data;
  return vectorFromArray(values, type).data[0];
}

function toArrowValue(value: SqlValue, type: SqlType): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'array':
      return (value as readonly SqlValue[]).map((element) => toArrowValue(element, type.element));
    case 'struct':
      return Object.fromEntries(type.fields.map((field, i) => [field.name, toArrowValue((value as readonly SqlValue[])[i], field.type)]));
    case 'map':
      return new Map(
        (value as readonly (readonly SqlValue[])[]).map(([key, entry]) => [toArrowValue(key, type.key), toArrowValue(entry, type.value)]),
      );
    case 'decimal': {
      const words = new BigInt64Array(2);
      words[0] = BigInt.asIntN(64, value as bigint);
      words[1] = (value as bigint) >> 64n;
      return new Uint32Array(words.buffer);
    }
    case 'uuid':
      return formatValue(value, type);
    default:
      return value;
  }
}
