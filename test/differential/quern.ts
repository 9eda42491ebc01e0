import { formatValue } from '#quern/data/format.js';
import { isFloat, type SqlType } from '#quern/data/types.js';
import type { IntervalValue, SqlValue } from '#quern/data/value.js';
import type { Database, SqlError } from 'quern';
import { bytesCell, decimalCell, floatCell, intervalCell, listCell, NULL_CELL, type Answer, type Cell } from './answers.js';

/** Runs a query in Quern. */
export async function runQuern(db: Database, sql: string): Promise<Answer> {
  try {
    const { columns, ...result } = await db.query(sql);
    const rows = Array.from(result.values(), (row) => row.map((value, i) => cell(value, columns[i].type)));
    return { rows, floats: columns.map(({ type }) => isFloat(type)) };
  } catch (error) {
    const { sqlState, message, stack } = error as SqlError;
    return { error: sqlState === undefined || sqlState === 'XX000' ? String(stack) : message, sqlState };
  }
}

function cell(value: SqlValue, type: SqlType): Cell {
  if (value === null) return NULL_CELL;
  switch (type.kind) {
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return String(value);
    case 'real':
    case 'double':
      return floatCell(value as number);
    case 'decimal':
      return decimalCell(formatValue(value, type));
    case 'interval': {
      const { months, days, micros } = value as IntervalValue;
      return intervalCell(months, days, micros);
    }
    case 'bytea':
      return bytesCell(value as Uint8Array);
    case 'array':
      return listCell((value as readonly SqlValue[]).map((item) => cell(item, type.element)));
    default:
      return formatValue(value, type);
  }
}
