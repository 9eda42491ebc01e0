import type { Random } from '../support/random.js';

/** Kinds of values that the generator distinguishes; several column types share one. */
export type Kind = 'int' | 'decimal' | 'double' | 'text' | 'boolean' | 'date' | 'timestamp';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly sqlType: string;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly create: string;
  readonly inserts: readonly string[];
}

const COLUMNS: readonly Column[] = [
  { name: 'a', kind: 'int', sqlType: 'INTEGER' },
  { name: 'b', kind: 'int', sqlType: 'BIGINT' },
  { name: 'c', kind: 'int', sqlType: 'SMALLINT' },
  { name: 'd', kind: 'decimal', sqlType: 'DECIMAL(9,2)' },
  { name: 'e', kind: 'decimal', sqlType: 'DECIMAL(15,3)' },
  { name: 'g', kind: 'decimal', sqlType: 'DECIMAL(25,4)' },
  { name: 'f', kind: 'double', sqlType: 'DOUBLE PRECISION' },
  { name: 's', kind: 'text', sqlType: 'TEXT' },
  { name: 'u', kind: 'text', sqlType: 'TEXT' },
  { name: 'p', kind: 'boolean', sqlType: 'BOOLEAN' },
  { name: 'dt', kind: 'date', sqlType: 'DATE' },
  { name: 'ts', kind: 'timestamp', sqlType: 'TIMESTAMP' },
];

// No ß: its upper case is itself here, as in PostgreSQL's C locale, and ẞ in DuckDB.
const WORDS = [
  '',
  'a',
  'ab',
  'abc',
  'b',
  'Quern',
  'grinds columns',
  'a longer text than twelve bytes',
  'a longer text than twelve',
  'zürich',
  'é',
  '100%',
  'x_y',
  ' pad ',
];

/** A literal of a kind that fits every column type of that kind. */
export function literal(kind: Kind, random: Random): string {
  switch (kind) {
    case 'int':
      return String(random.below(21) - 10);
    case 'decimal':
      return `${random.below(41) - 20}.${String(random.below(100)).padStart(2, '0')}`;
    case 'double':
      return `CAST(${random.pick(['0', '-0.5', '1.5', '2.25', '1e3', '-7', '3.125', '1e-3', '12345.678'])} AS DOUBLE PRECISION)`;
    case 'text':
      return `'${random.pick(WORDS)}'`;
    case 'boolean':
      return random.pick(['TRUE', 'FALSE']);
    case 'date':
      return `DATE '${1995 + random.below(6)}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}'`;
    case 'timestamp':
      return `TIMESTAMP '${2000 + random.below(2)}-0${1 + random.below(3)}-1${random.below(9)} ${String(random.below(24)).padStart(2, '0')}:30:${random.pick(['00', '15.5', '59.123456'])}'`;
  }
}

/** A table with an `id` that is never NULL and a random choice of NULL-heavy columns. */
export function randomTable(name: string, random: Random): Table {
  const columns: Column[] = [{ name: 'id', kind: 'int', sqlType: 'INTEGER' }, ...COLUMNS.filter(() => random.chance(0.7))];
  const rowCount = random.pick([0, 1, 7, 30, 60]);
  const nullShare = random.pick([0, 0.2, 0.5]);
  const rows = Array.from(
    { length: rowCount },
    (_, row) =>
      `(${columns.map(({ name: column, kind }) => (column === 'id' ? String(row) : random.chance(nullShare) ? 'NULL' : literal(kind, random))).join(', ')})`,
  );
  return {
    name,
    columns,
    create: `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.sqlType}`).join(', ')})`,
    inserts: rowCount === 0 ? [] : [`INSERT INTO ${name} VALUES ${rows.join(', ')}`],
  };
}
