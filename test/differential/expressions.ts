import type { Random } from '../support/random.js';
import { literal, type Kind } from './tables.js';

export interface ScopeColumn {
  readonly text: string;
  readonly kind: Kind;
}

/** What an expression may refer to, and how it makes a subquery (undefined where none may stand). */
export interface ExpressionScope {
  readonly random: Random;
  readonly columns: readonly ScopeColumn[];
  readonly subquery?: (form: 'exists' | 'scalar' | 'in', kind: Kind) => string;
}

export const KINDS: readonly Kind[] = ['int', 'decimal', 'double', 'text', 'boolean', 'date', 'timestamp'];

/** A random expression of a kind. It raises for no input: divisors are NULLed when zero, and numbers stay small. */
export function expression(kind: Kind, scope: ExpressionScope, depth: number): string {
  const { random } = scope;
  const own = scope.columns.filter((column) => column.kind === kind);
  if (depth <= 0 || random.chance(0.3))
    return own.length > 0 && random.chance(0.8) ? random.pick(own).text : random.chance(0.08) ? typedNull(kind) : literal(kind, random);
  const of = (other: Kind) => expression(other, scope, depth - 1);
  const general = [
    () => `CASE WHEN ${condition(scope, depth - 1)} THEN ${of(kind)} ELSE ${of(kind)} END`,
    () => `COALESCE(${of(kind)}, ${of(kind)})`,
    () => `NULLIF(${of(kind)}, ${of(kind)})`,
    () => `(${of(kind)})`,
  ];
  if (random.chance(0.25)) return random.pick(general)();
  if (scope.subquery !== undefined && random.chance(0.06)) return scope.subquery('scalar', kind);
  switch (kind) {
    case 'int':
      return random.pick([
        () => `(${of('int')} ${random.pick(['+', '-'])} ${of('int')})`,
        () => `(${leaf('int', scope)} * ${leaf('int', scope)})`,
        () => `(${of('int')} % NULLIF(${leaf('int', scope)}, 0))`,
        () => `abs(${of('int')})`,
        () => `(- ${of('int')})`,
        () => `length(${of('text')})`,
        () => `CAST(${leaf('decimal', scope)} AS INTEGER)`,
        () => `CAST(extract(${random.pick(['year', 'month', 'day'])} FROM ${of('date')}) AS INTEGER)`,
        () => `GREATEST(${of('int')}, ${of('int')})`,
        () => `LEAST(${of('int')}, ${of('int')})`,
      ])();
    case 'decimal':
      return random.pick([
        () => `(${leaf('decimal', scope)} ${random.pick(['+', '-'])} ${leaf('decimal', scope)})`,
        () => `(${leaf('decimal', scope)} ${random.pick(['+', '-', '*'])} ${leaf('int', scope)})`,
        () => `CAST(${leaf('int', scope)} AS DECIMAL(12,2))`,
        () => `abs(${of('decimal')})`,
        () => `(- ${of('decimal')})`,
      ])();
    case 'double':
      return random.pick([
        () => `(${of('double')} ${random.pick(['+', '-', '*'])} ${leaf('double', scope)})`,
        () => `(${of('double')} / NULLIF(${leaf('double', scope)}, 0))`,
        () => `CAST(${of(random.pick(['int', 'decimal']))} AS DOUBLE PRECISION)`,
        () => `floor(${of('double')})`,
        () => `ceil(${of('double')})`,
        () => `sqrt(abs(${of('double')}))`,
      ])();
    case 'text':
      return random.pick([
        () => `(${of('text')} || ${leaf('text', scope)})`,
        () => `upper(${of('text')})`,
        () => `lower(${of('text')})`,
        () => `substring(${of('text')}, ${1 + random.below(4)}, ${random.below(6)})`,
        () => `trim(${of('text')})`,
        () => `replace(${of('text')}, 'a', '${random.pick(['', 'zz', 'é'])}')`,
        () => `CAST(${leaf('int', scope)} AS VARCHAR)`,
      ])();
    case 'boolean':
      return `(${condition(scope, depth)})`;
    case 'date':
      return random.pick([() => `(${of('date')} + ${random.below(60)})`, () => `CAST(${of('timestamp')} AS DATE)`])();
    case 'timestamp':
      return random.pick([
        () => `date_trunc('${random.pick(['day', 'month', 'hour'])}', ${of('timestamp')})`,
        () => `(${of('timestamp')} + INTERVAL '${random.below(50)} days')`,
      ])();
  }
}

const leaf = (kind: Kind, scope: ExpressionScope): string => expression(kind, scope, 0);

const SQL_TYPES: Readonly<Record<Kind, string>> = {
  int: 'INTEGER',
  decimal: 'DECIMAL(12,2)',
  double: 'DOUBLE PRECISION',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};
const typedNull = (kind: Kind): string => `CAST(NULL AS ${SQL_TYPES[kind]})`;

/** A random condition in three-valued logic. */
export function condition(scope: ExpressionScope, depth: number): string {
  const { random } = scope;
  if (depth > 0 && random.chance(0.4)) {
    return random.pick([
      () => `(${condition(scope, depth - 1)} AND ${condition(scope, depth - 1)})`,
      () => `(${condition(scope, depth - 1)} OR ${condition(scope, depth - 1)})`,
      () => `NOT (${condition(scope, depth - 1)})`,
      () => `(${condition(scope, depth - 1)}) IS ${random.pick(['TRUE', 'FALSE', 'NOT TRUE', 'NULL', 'NOT NULL'])}`,
    ])();
  }
  if (scope.subquery !== undefined && random.chance(0.12)) {
    if (random.chance(0.5)) return `${random.pick(['', 'NOT '])}${scope.subquery('exists', 'int')}`;
    const kind = random.pick(KINDS);
    return `${expression(kind, scope, 0)} ${random.pick(['IN', 'NOT IN'])} ${scope.subquery('in', kind)}`;
  }
  const kind = random.pick(KINDS);
  const of = () => expression(kind, scope, depth - 1);
  return random.pick([
    () => `${of()} ${random.pick(['=', '<>', '<', '<=', '>', '>='])} ${of()}`,
    () => `${of()} IS ${random.pick(['', 'NOT '])}NULL`,
    () => `${of()} IS ${random.pick(['', 'NOT '])}DISTINCT FROM ${of()}`,
    () => `${of()} ${random.pick(['', 'NOT '])}IN (${Array.from({ length: 1 + random.below(3) }, () => literal(kind, random)).join(', ')})`,
    () => `${of()} ${random.pick(['', 'NOT '])}BETWEEN ${literal(kind, random)} AND ${literal(kind, random)}`,
    () =>
      kind === 'text'
        ? `${of()} ${random.pick(['', 'NOT '])}LIKE '${random.pick(['a%', '%a', '%b%', '_b%', '%', 'abc', '%o%e%', ''])}'`
        : `${of()} = ${of()}`,
  ])();
}
