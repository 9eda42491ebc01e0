import type { Random } from '../support/random.js';
import type { Kind } from './kinds.js';
import { literal } from './literals.js';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
}

/** What a FROM clause can name. The first column, `id`, is of kind int. */
export interface Relation {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Table extends Relation {
  readonly create: string;
  readonly inserts: readonly string[];
}

interface TableColumn extends Column {
  readonly sqlType: string;
  /** Values for a type that holds only some of its kind's. */
  readonly values?: readonly string[];
}

const COLUMNS: readonly TableColumn[] = [
  { name: 'a', kind: 'int', sqlType: 'INTEGER' },
  { name: 'b', kind: 'int', sqlType: 'BIGINT' },
  { name: 'c', kind: 'int', sqlType: 'SMALLINT' },
  { name: 'w2', kind: 'wide', sqlType: 'SMALLINT', values: ['-32768', '32767', '0', '-1'] },
  { name: 'w4', kind: 'wide', sqlType: 'INTEGER', values: ['-2147483648', '2147483647', '0', '-1'] },
  { name: 'w8', kind: 'wide', sqlType: 'BIGINT', values: ['-9223372036854775808', '9223372036854775807', '9007199254740993', '0'] },
  { name: 'w', kind: 'wide', sqlType: 'DECIMAL(38,6)' },
  { name: 'h', kind: 'wide', sqlType: 'DECIMAL(31,0)', values: ['-999999999999999999999999999999', '18446744073709551616', '-1', '0'] },
  { name: 'd', kind: 'decimal', sqlType: 'DECIMAL(9,2)' },
  { name: 'e', kind: 'decimal', sqlType: 'DECIMAL(15,3)' },
  { name: 'g', kind: 'decimal', sqlType: 'DECIMAL(25,4)' },
  { name: 'r4', kind: 'real', sqlType: 'REAL' },
  { name: 'f', kind: 'double', sqlType: 'DOUBLE PRECISION' },
  { name: 's', kind: 'text', sqlType: 'TEXT' },
  { name: 'u', kind: 'text', sqlType: 'TEXT' },
  { name: 'p', kind: 'boolean', sqlType: 'BOOLEAN' },
  { name: 'dt', kind: 'date', sqlType: 'DATE' },
  { name: 'tm', kind: 'time', sqlType: 'TIME' },
  { name: 'ts', kind: 'timestamp', sqlType: 'TIMESTAMP' },
  { name: 'tz', kind: 'timestamptz', sqlType: 'TIMESTAMPTZ' },
  { name: 'iv', kind: 'interval', sqlType: 'INTERVAL' },
  { name: 'uu', kind: 'uuid', sqlType: 'UUID' },
  { name: 'bt', kind: 'bytea', sqlType: 'BYTEA' },
  { name: 'li', kind: 'ints', sqlType: 'INTEGER[]' },
  { name: 'lt', kind: 'texts', sqlType: 'TEXT[]' },
];

/** A table with an `id` that is never NULL and a random choice of columns: some NULL-heavy, some all NULL, some of a few values that join well. */
export function randomTable(name: string, random: Random): Table {
  const columns: TableColumn[] = [{ name: 'id', kind: 'int', sqlType: 'INTEGER' }, ...COLUMNS.filter(() => random.chance(0.6))];
  const rowCount = random.pick([0, 1, 7, 30, 60]);
  const cells = columns.map((column) => columnValues(column, rowCount, random));
  const rows = Array.from({ length: rowCount }, (_, row) => `(${cells.map((values) => values[row]).join(', ')})`);
  return {
    name,
    columns,
    create: `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.sqlType}`).join(', ')})`,
    inserts: rowCount === 0 ? [] : [`INSERT INTO ${name} VALUES ${rows.join(', ')}`],
  };
}

function columnValues({ name, kind, values }: TableColumn, rowCount: number, random: Random): string[] {
  if (name === 'id') return Array.from({ length: rowCount }, (_, row) => String(row));
  const nullShare = random.pick([0, 0.1, 0.3, 0.9, 1]);
  const value = () => (values === undefined ? literal(kind, random) : random.pick(values));
  const few = random.chance(0.4) ? Array.from({ length: 3 }, value) : undefined;
  return Array.from({ length: rowCount }, () => (random.chance(nullShare) ? 'NULL' : few === undefined ? value() : random.pick(few)));
}
