import type { RecordBatch, Table } from 'apache-arrow';
import { formatValue } from '../data/format.js';
import type { SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import type { DetachedBatch } from './detach.js';
import { arrow } from './load-arrow.js';
import { columnReader, readRows } from './read.js';

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** A value as `toArray()` gives it; see `Result.toArray`. */
export type RowValue =
  null | boolean | number | bigint | string | Uint8Array | readonly RowValue[] | { readonly [field: string]: RowValue };
export type RowObject = Readonly<Record<string, RowValue>>;

/** The rows of one statement; `Row` is the type that the caller knows them to have. */
export interface Result<Row = RowObject> extends AsyncIterable<RecordBatch> {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** PostgreSQL's command tag: `SELECT`, `CREATE TABLE`, `INSERT 0 3`, … */
  readonly command: string;
  /**
   * One object per row. SMALLINT, INTEGER, REAL and DOUBLE are numbers, BIGINT bigints, BOOLEAN booleans, BYTEA a Uint8Array, arrays arrays,
   * structs objects; everything that JavaScript cannot hold exactly (DECIMAL, dates, times, intervals) and text, UUID and JSON are strings
   * as PostgreSQL prints them. Of columns with the same name the last one wins; `values()` keeps all.
   */
  toArray(): Row[];
  /** One array per row, exact values as data/value.ts describes them. */
  values(): Iterable<readonly SqlValue[]>;
  /** All rows as an Arrow table; the column types are listed in docs/api.md. */
  toArrow(): Table;
}

/** `timeZone` is the session's, in which `toArray()` prints timestamps with time zone. */
export function createResult<Row = RowObject>(
  command: string,
  columns: readonly ResultColumn[],
  rowCount: number,
  batches: readonly DetachedBatch[],
  timeZone = 'UTC',
): Result<Row> {
  return {
    columns,
    rowCount,
    command,
    toArray() {
      const rows: RowObject[] = [];
      const names = columns.map(({ name }) => name);
      const converters = columns.map(({ type }) => rowConverter(type, timeZone));
      // Copies of an object that has all properties, whatever their names, are made faster than objects to which they are added.
      const empty: Record<string, RowValue> = Object.fromEntries(names.map((name) => [name, null]));
      for (const batch of batches) {
        const readers = batch.columns.map(columnReader);
        for (let at = 0; at < batch.rowCount; at++) {
          const row = { ...empty };
          for (let i = 0; i < names.length; i++) {
            const value = readers[i](at);
            row[names[i]] = value === null ? null : converters[i](value);
          }
          rows.push(row);
        }
      }
      return rows as Row[];
    },
    *values() {
      for (const batch of batches) yield* readRows(batch);
    },
    toArrow() {
      return arrow().toTable(batches, columns);
    },
    async *[Symbol.asyncIterator]() {
      const { arrowSchema, toRecordBatch } = arrow();
      const shared = arrowSchema(columns);
      for (const batch of batches) yield toRecordBatch(batch, shared);
    },
  };
}

function rowConverter(type: SqlType, timeZone: string): (value: SqlValue) => RowValue {
  const orNull =
    (convert: (value: SqlValue) => RowValue) =>
    (value: SqlValue): RowValue =>
      value === null ? null : convert(value);
  switch (type.kind) {
    case 'boolean':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'text':
    case 'json':
    case 'uuid':
    case 'bytea':
    case 'unknown':
      return (value) => value as RowValue;
    case 'array': {
      const element = orNull(rowConverter(type.element, timeZone));
      return (value) => (value as readonly SqlValue[]).map(element);
    }
    case 'struct': {
      const fields = type.fields.map((field) => ({ name: field.name, convert: orNull(rowConverter(field.type, timeZone)) }));
      return (value) => Object.fromEntries(fields.map(({ name, convert }, i) => [name, convert((value as readonly SqlValue[])[i])]));
    }
    case 'map': {
      const [key, entry] = [orNull(rowConverter(type.key, timeZone)), orNull(rowConverter(type.value, timeZone))];
      return (value) => (value as readonly (readonly SqlValue[])[]).map(([k, v]) => [key(k), entry(v)]);
    }
    default:
      return (value) => formatValue(value, type, timeZone);
  }
}
