import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBTypeId,
  type DuckDBConnection,
} from '@duckdb/node-api';
import { bytesCell, decimalCell, floatCell, intervalCell, listCell, NULL_CELL, type Answer, type Cell } from './answers.js';

/** What makes DuckDB answer as PostgreSQL does. */
const SETTINGS = [
  'SET integer_division = true',
  "SET default_null_order = 'nulls_last_on_asc_first_on_desc'",
  'CREATE MACRO decode(digits, format) AS unhex(digits)',
];

/** A database in memory with the answers of PostgreSQL where a setting gives them. */
export async function openDuckdb(timeZone = 'UTC'): Promise<{ connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const setting of [...SETTINGS, `SET TimeZone = '${timeZone}'`]) await connection.run(setting);
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A product of large joins may have more rows than this process can hold as text; Quern's memory is limited anyway. */
const MOST_ROWS = 1_000_000;
/** And grouping such a product may take it hours. */
const PATIENCE_MS = 20_000;

/** Runs a query in DuckDB; gives up on what takes long. */
export async function runDuckdb(connection: DuckDBConnection, sql: string): Promise<Answer> {
  const impatience = setTimeout(() => connection.interrupt(), PATIENCE_MS);
  try {
    const reader = await connection.streamAndReadUntil(sql, MOST_ROWS);
    if (!reader.done) return { error: `more than ${MOST_ROWS} rows` };
    const floats = reader.columnTypes().map(({ typeId }) => typeId === DuckDBTypeId.DOUBLE || typeId === DuckDBTypeId.FLOAT);
    return { rows: reader.getRows().map((row) => row.map(cell)), floats };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    clearTimeout(impatience);
  }
}

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return NULL_CELL;
  if (typeof value === 'number') return floatCell(value);
  if (value instanceof DuckDBDecimalValue) return decimalCell(value.toString());
  if (value instanceof DuckDBDateValue) return String(value.days);
  if (value instanceof DuckDBTimeValue || value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return String(value.micros);
  if (value instanceof DuckDBIntervalValue) return intervalCell(value.months, value.days, value.micros);
  if (value instanceof DuckDBBlobValue) return bytesCell(value.bytes);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return listCell(value.items.map(cell));
  return String(value);
}
