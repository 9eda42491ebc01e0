import { condition } from './conditions.js';
import { arrays } from './expressions/arrays.js';
import { dates, intervals, times, timestamps, timestampsWithZone } from './expressions/datetime.js';
import { decimals, doubles, integers, reals, wide } from './expressions/numbers.js';
import { byteStrings, texts, uuids } from './expressions/text.js';
import { SQL_TYPES, type Kind } from './kinds.js';
import { literal } from './literals.js';
import type { Parts, Scope } from './scope.js';

const FORMS: Readonly<Record<Kind, (parts: Parts) => string>> = {
  int: integers,
  wide,
  decimal: decimals,
  real: reals,
  double: doubles,
  text: texts,
  boolean: (parts) => `(${parts.condition()})`,
  date: dates,
  time: times,
  timestamp: timestamps,
  timestamptz: timestampsWithZone,
  interval: intervals,
  uuid: uuids,
  bytea: byteStrings,
  ints: arrays('ints'),
  texts: arrays('texts'),
};

/** Kinds whose text reads back as the same value in both engines. */
const READ_BACK: readonly Kind[] = [
  'int',
  'wide',
  'decimal',
  'real',
  'double',
  'boolean',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'uuid',
  'interval',
];

/** A random expression of a kind. It raises for no input: divisors are NULLed when zero, and numbers stay small. */
export function expression(kind: Kind, scope: Scope, depth: number): string {
  const { random } = scope;
  if (depth <= 0 || random.chance(0.3)) return leaf(kind, scope);
  const parts: Parts = {
    random,
    of: (other) => expression(other, scope, depth - 1),
    leaf: (other) => leaf(other, scope),
    condition: () => condition(scope, depth - 1),
  };
  if (random.chance(0.22)) return general(kind, parts);
  if (scope.subquery !== undefined && random.chance(0.06)) {
    const form = (kind === 'ints' || kind === 'texts') && random.chance(0.5) ? 'array' : 'scalar';
    return scope.subquery(form, kind);
  }
  return FORMS[kind](parts);
}

/** An expression that uses a column, as a sort key must: a bare number would be a position. */
export function keyExpression(kind: Kind, scope: Scope, column: string): string {
  const text = expression(kind, scope, 1);
  return /\bt\d+\./.test(text) ? text : column;
}

function leaf(kind: Kind, { columns, random }: Scope): string {
  const own = columns.filter((column) => column.kind === kind);
  if (own.length > 0 && random.chance(0.8)) return random.pick(own).text;
  return random.chance(0.08) ? `CAST(NULL AS ${SQL_TYPES[kind]})` : literal(kind, random);
}

/** Forms that exist for every kind. */
function general(kind: Kind, { random, of, condition: when }: Parts): string {
  const other = random.pick(['int', 'text', 'date', 'uuid'] as const);
  return random.pick([
    () => `CASE WHEN ${when()} THEN ${of(kind)} ELSE ${of(kind)} END`,
    () => `CASE WHEN ${when()} THEN ${of(kind)} WHEN ${when()} THEN ${of(kind)} END`,
    () => `CASE ${of(other)} WHEN ${of(other)} THEN ${of(kind)} WHEN ${of(other)} THEN NULL ELSE ${of(kind)} END`,
    () => `COALESCE(${of(kind)}, ${of(kind)})`,
    () => `NULLIF(${of(kind)}, ${of(kind)})`,
    () => `(${of(kind)})`,
    () => (READ_BACK.includes(kind) ? `CAST(CAST(${of(kind)} AS VARCHAR) AS ${SQL_TYPES[kind]})` : of(kind)),
  ])();
}
