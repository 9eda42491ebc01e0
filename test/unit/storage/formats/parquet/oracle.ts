import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  type DuckDBConnection,
} from '@duckdb/node-api';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';

let connection: Promise<DuckDBConnection> | undefined;

export function duckdb(): Promise<DuckDBConnection> {
  connection ??= DuckDBInstance.create(':memory:', { threads: '1', preserve_insertion_order: 'true' }).then((instance) =>
    instance.connect(),
  );
  return connection;
}

/** Runs statements that make files. */
export async function runDuckdb(sql: string): Promise<void> {
  await (await duckdb()).run(sql);
}

/** What DuckDB reads, by column, as our values of the given types. */
export async function duckdbColumns(sql: string, types: readonly SqlType[]): Promise<SqlValue[][]> {
  const reader = await (await duckdb()).runAndReadAll(sql);
  return reader.getColumns().map((column, i) => column.map((value) => toSqlValue(value, types[i])));
}

function toSqlValue(value: unknown, type: SqlType): SqlValue {
  if (value === null || value === undefined) return null;
  if (value instanceof DuckDBDecimalValue) return value.value;
  if (value instanceof DuckDBDateValue) return value.days;
  if (value instanceof DuckDBTimeValue) return value.micros;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1000n;
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1000000n;
  if (value instanceof DuckDBTimestampNanosecondsValue) return (value.nanos - (((value.nanos % 1000n) + 1000n) % 1000n)) / 1000n;
  if (value instanceof DuckDBIntervalValue) return { months: value.months, days: value.days, micros: value.micros };
  if (value instanceof DuckDBUUIDValue) return value.toString();
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return value.items.map((item) => toSqlValue(item, type.kind === 'array' ? type.element : type));
  }
  if (value instanceof DuckDBStructValue) {
    return Object.values(value.entries).map((entry, i) => toSqlValue(entry, type.kind === 'struct' ? type.fields[i].type : type));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map(({ key, value: item }) =>
      type.kind === 'map' ? [toSqlValue(key, type.key), toSqlValue(item, type.value)] : [],
    );
  }
  if (typeof value === 'bigint') return type.kind === 'bigint' || type.kind === 'decimal' ? value : Number(value);
  if (typeof value === 'number') return type.kind === 'bigint' || type.kind === 'decimal' ? BigInt(value) : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new Error(`no SQL value for ${Object.prototype.toString.call(value)}`);
}
