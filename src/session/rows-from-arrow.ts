import { type DataType, type Table, Type } from 'apache-arrow';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
  decimal,
  DOUBLE,
  INTEGER,
  MAX_DECIMAL_PRECISION,
  REAL,
  SMALLINT,
  TEXT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  type SqlType,
} from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { SqlError, unsupported } from '../errors.js';
import type { InputRows } from './register-table.js';

/** Decimals of any width keep their digits; types that SQL has no equal of raise 0A000 with the column's name. */
export function rowsFromArrow(table: Table): InputRows {
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
      if (precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision)
        throw unsupported(
          `column "${column}" of Arrow type ${String(type)}`,
          undefined,
          `Decimals have at most ${MAX_DECIMAL_PRECISION} digits.`,
        );
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
      return withinPrecision(
        typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : fromWords(value as Uint32Array),
        to.precision,
      );
    case 'array': {
      const element = (from as unknown as { children: { type: DataType }[] }).children[0].type;
      return Array.from(value as Iterable<unknown>, (item) => fromArrowValue(item, element, to.element));
    }
    default:
      return from.typeId === Type.Dictionary ? value : (value as SqlValue);
  }
}

function withinPrecision(value: bigint, precision: number): bigint {
  const limit = 10n ** BigInt(precision);
  if (value < limit && value > -limit) return value;
  throw new SqlError('22003', 'numeric field overflow', {
    detail: `An Arrow column has a value of more than the ${precision} digits of its type.`,
  });
}

function fromWords(words: Uint32Array): bigint {
  const value = [...words].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(32 * words.length, value);
}
