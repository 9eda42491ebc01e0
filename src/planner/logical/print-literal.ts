import type { SqlType } from '../../data/types.js';
import type { IntervalValue, SqlValue } from '../../data/value.js';

const DAY_MICROS = 86_400_000_000n;

/** A value as a plan shows it: SQL's spelling, exact, without a cast. */
export function printLiteral(value: SqlValue, type: SqlType): string {
  if (value === null) return 'NULL';
  switch (type.kind) {
    case 'decimal':
      return printDecimal(value as bigint, type.scale);
    case 'date':
      return `'${printDate(value as number)}'`;
    case 'time':
      return `'${printTime(value as bigint)}'`;
    case 'timestamp':
    case 'timestamptz':
      return `'${printTimestamp(value as bigint)}'`;
    case 'interval': {
      const { months, days, micros } = value as IntervalValue;
      return `'${months} mons ${days} days ${micros} us'`;
    }
    case 'bytea':
      return `'\\x${Buffer.from(value as Uint8Array).toString('hex')}'`;
    case 'array':
      return `array[${(value as readonly SqlValue[]).map((element) => printLiteral(element, type.element)).join(', ')}]`;
    case 'struct':
      return `row(${(value as readonly SqlValue[]).map((field, i) => printLiteral(field, type.fields[i].type)).join(', ')})`;
    case 'map': {
      const entries = value as unknown as readonly (readonly [SqlValue, SqlValue])[];
      return `map(${entries.map(([key, entry]) => `${printLiteral(key, type.key)}: ${printLiteral(entry, type.value)}`).join(', ')})`;
    }
    default:
      return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  }
}

function printDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function printDate(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? `${days} days` : date.toISOString().slice(0, 10);
}

function printTime(micros: bigint): string {
  const fraction = micros % 1_000_000n;
  const clock = new Date(Number(micros / 1000n)).toISOString().slice(11, 19);
  return fraction === 0n ? clock : `${clock}.${String(fraction).padStart(6, '0')}`;
}

function printTimestamp(micros: bigint): string {
  const days = micros / DAY_MICROS - (micros % DAY_MICROS < 0n ? 1n : 0n);
  return `${printDate(Number(days))} ${printTime(micros - days * DAY_MICROS)}`;
}
