import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  type DuckDBConnection,
} from '@duckdb/node-api';
import { formatInterval, formatTimestampTz } from '#quern/data/datetime.js';
import { formatValue } from '#quern/data/format.js';
import { isNumeric } from '#quern/data/types.js';
import type { Database, SqlError } from '#quern/index.js';

/** Rows as comparable texts, or the error instead. */
export type Outcome = { readonly rows: readonly string[] } | { readonly error: string; readonly sqlState?: string };

export async function openDuckdb(): Promise<{ connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run('SET integer_division = true');
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Ten digits: float sums are exact here and rounded at each step there. */
const numberText = (value: number): string =>
  Number.isFinite(value) ? (value === 0 ? '0' : String(Number(value.toPrecision(10)))) : String(value);

export async function runQuern(db: Database, sql: string): Promise<Outcome> {
  try {
    const { columns, ...result } = await db.query(sql);
    const rows = Array.from(result.values(), (row) =>
      row
        .map((value, i) =>
          value === null
            ? '∅'
            : isNumeric(columns[i].type)
              ? numberText(Number(formatValue(value, columns[i].type)))
              : typeof value === 'boolean'
                ? String(value)
                : formatValue(value, columns[i].type),
        )
        .join('|'),
    );
    return { rows };
  } catch (error) {
    const { sqlState, message, stack } = error as SqlError;
    return { error: sqlState === undefined || sqlState === 'XX000' ? String(stack) : message, sqlState };
  }
}

export async function runDuckdb(connection: DuckDBConnection, sql: string): Promise<Outcome> {
  try {
    const rows = (await connection.runAndReadAll(sql)).getRows();
    return { rows: rows.map((row) => row.map(cellText).join('|')) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '∅';
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return numberText(Number(value));
    case 'boolean':
    case 'string':
      return String(value);
    default:
      return objectText(value);
  }
}

function objectText(value: object): string {
  if (value instanceof DuckDBDecimalValue) return numberText(Number(String(value)));
  if (value instanceof DuckDBTimestampTZValue) return formatTimestampTz(value.micros, 'UTC');
  if (value instanceof DuckDBIntervalValue) return formatInterval(value);
  if (value instanceof DuckDBBlobValue) return `\\x${Buffer.from(value.bytes).toString('hex')}`;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return `{${value.items.map((item) => (item === null ? 'NULL' : cellText(item))).join(',')}}`;
  return String(value);
}
