import type { Random } from '../support/random.js';
import type { Kind } from './kinds.js';

// No ß: its upper case is itself here, as in PostgreSQL's C locale, and ẞ in DuckDB.
const WORDS = [
  '',
  'a',
  'ab',
  'abc',
  'b',
  'B',
  'Quern',
  'grinds columns',
  'a longer text than twelve bytes',
  'a longer text than twelve',
  'zürich',
  'é',
  '日本語',
  '😀',
  '100%',
  'x_y',
  'a,b,,c',
  ' pad ',
  '12',
];

/** Limits of the integer types and of what DECIMAL(38,6) holds with room for a sum. */
const WIDE = [
  '0',
  '1',
  '-1',
  '32767',
  '-32768',
  '2147483647',
  '-2147483648',
  '9223372036854775807',
  '-9223372036854775808',
  '0.000001',
  '-0.5',
  '123456789012345678901234.5',
  '-999999999999999999999999999999.999999',
  '100000000000000000000000000000',
];

/** Sums and products of these are exact in binary. */
const DYADIC = ['0', '-0.5', '1.5', '2.25', '1000', '-7', '3.125', '0.0625', '-1024.75', '1'];
const FLOATS = [...DYADIC, '0.1', '1e-3', '12345.678'];
const SPECIAL_FLOATS = ["'NaN'", "'Infinity'", "'-Infinity'", "'-0'", '-0.0'];

const ZONES = ['+00', '+02', '-08', '+05:30'];

const two = (value: number): string => String(value).padStart(2, '0');
const day = (random: Random): string => `${1995 + random.below(6)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
const dayOf = (random: Random): string =>
  random.chance(0.1) ? random.pick(['0104-02-29', '1900-02-28', '1969-12-31', '1970-01-01', '2000-02-29', '9990-12-31']) : day(random);
const clock = (random: Random): string =>
  `${two(random.below(24))}:${random.pick(['00', '30', '59'])}:${random.pick(['00', '15.5', '59.123456'])}`;

/** Months, days and time of one sign, each below the next larger unit: intervals that compare equal are the same. */
function interval(random: Random): string {
  const sign = random.chance(0.3) ? '-' : '';
  const parts = [
    [random.below(4), 'months'],
    [random.below(29), 'days'],
    [random.below(24), 'hours'],
    [random.below(60), 'minutes'],
  ].filter(() => random.chance(0.5));
  return parts.length === 0 ? '0 days' : parts.map(([count, unit]) => `${sign}${count} ${unit}`).join(' ');
}

const bytes = (random: Random): string =>
  Array.from({ length: random.below(4) }, () => random.pick(['00', '01', '7f', '80', 'ff'])).join('');
const uuid = (random: Random): string =>
  `${random.pick(['00000000', '7fffffff', '80000000', 'ffffffff'])}-0000-4000-8000-00000000000${random.below(6)}`;

function list(random: Random, item: () => string): string {
  return Array.from({ length: random.below(4) }, () => (random.chance(0.15) ? 'NULL' : item())).join(', ');
}

/** A literal of a kind that fits every column type of that kind. */
export function literal(kind: Kind, random: Random): string {
  switch (kind) {
    case 'int':
      return String(random.below(21) - 10);
    case 'wide':
      return `CAST(${random.pick(WIDE)} AS DECIMAL(38,6))`;
    case 'decimal':
      return `${random.below(41) - 20}.${two(random.below(100))}`;
    case 'real':
      return `CAST(${random.chance(0.1) ? random.pick(SPECIAL_FLOATS) : random.pick(DYADIC)} AS REAL)`;
    case 'double':
      return `CAST(${random.chance(0.1) ? random.pick(SPECIAL_FLOATS) : random.pick(FLOATS)} AS DOUBLE PRECISION)`;
    case 'text':
      return `'${random.pick(WORDS)}'`;
    case 'boolean':
      return random.pick(['TRUE', 'FALSE']);
    case 'date':
      return `DATE '${dayOf(random)}'`;
    case 'time':
      return `TIME '${random.chance(0.05) ? '23:59:59.999999' : clock(random)}'`;
    case 'timestamp':
      return `TIMESTAMP '${dayOf(random)} ${clock(random)}'`;
    case 'timestamptz':
      return `TIMESTAMPTZ '${day(random)} ${clock(random)}${random.pick(ZONES)}'`;
    case 'interval':
      return `INTERVAL '${interval(random)}'`;
    case 'uuid':
      return `CAST('${uuid(random)}' AS UUID)`;
    case 'bytea':
      return `decode('${bytes(random)}', 'hex')`;
    case 'ints':
      return `CAST(ARRAY[${list(random, () => String(random.below(9) - 4))}] AS INTEGER[])`;
    case 'texts':
      return `CAST(ARRAY[${list(random, () => `'${random.pick(WORDS)}'`)}] AS TEXT[])`;
  }
}
