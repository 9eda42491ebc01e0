import { expression } from './expressions.js';
import { KINDS } from './kinds.js';
import { literal } from './literals.js';
import type { Scope } from './scope.js';

const PATTERNS = ['a%', '%a', '%b%', '_b%', '%', 'abc', '%o%e%', '', '___', '%é%', '_', '%語'];
const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='];

/** A random condition in three-valued logic. */
export function condition(scope: Scope, depth: number): string {
  const { random } = scope;
  const inner = () => condition(scope, depth - 1);
  if (depth > 0 && random.chance(0.4)) {
    return random.pick([
      () => `(${inner()} AND ${inner()})`,
      () => `(${inner()} OR ${inner()})`,
      () => `NOT (${inner()})`,
      () => `(${inner()}) IS ${random.pick(['TRUE', 'FALSE', 'NOT TRUE', 'NOT FALSE', 'NULL', 'NOT NULL'])}`,
      () => `(${inner()}) ${random.pick(['=', '<>', 'IS DISTINCT FROM'])} (${inner()})`,
    ])();
  }
  if (scope.subquery !== undefined && random.chance(0.14)) return subqueryCondition(scope);
  const kind = random.pick(KINDS);
  const of = (other = kind) => expression(other, scope, depth - 1);
  const not = () => random.pick(['', 'NOT ']);
  return random.pick([
    () => `${of()} ${random.pick(COMPARISONS)} ${of()}`,
    () => `${of()} ${random.pick(COMPARISONS)} ${of()}`,
    () => `${of()} IS ${not()}NULL`,
    () => `${of()} IS ${not()}DISTINCT FROM ${of()}`,
    () => `${of()} ${not()}IN (${Array.from({ length: 1 + random.below(4) }, () => literal(kind, random)).join(', ')})`,
    () => `${of()} ${not()}IN (${of()}, ${of()})`,
    () => `${of()} ${not()}BETWEEN ${of()} AND ${of()}`,
    () => `${of('text')} ${not()}${random.pick(['LIKE', 'LIKE', 'ILIKE'])} '${random.pick(PATTERNS)}'`,
    () => `${of('text')} LIKE '${random.pick(['100!%', '%!_%', '!_a'])}' ESCAPE '!'`,
    () => `starts_with(${of('text')}, ${of('text')})`,
    // The comparison with a NULL array is NULL in PostgreSQL and false in DuckDB.
    () =>
      `${of('int')} ${random.pick(['= ANY', '<> ALL', '< ANY', '>= ALL', '<> ANY'])} (COALESCE(${of('ints')}, CAST(ARRAY[1, NULL] AS INTEGER[])))`,
    () => `${of('text')} = ANY (COALESCE(${of('texts')}, CAST(ARRAY[] AS TEXT[])))`,
    () => `${of('ints')} && ${of('ints')}`,
  ])();
}

function subqueryCondition(scope: Scope & { subquery?: Scope['subquery'] }): string {
  const { random } = scope;
  const subquery = scope.subquery!;
  const kind = random.pick(KINDS);
  const compared = kind === 'ints' || kind === 'texts' ? 'int' : kind;
  return random.pick([
    () => `${random.pick(['', 'NOT '])}${subquery('exists', 'int')}`,
    () => `${expression(kind, scope, 0)} ${random.pick(['IN', 'NOT IN'])} ${subquery('column', kind)}`,
    // Lists that hold a NULL equal any other one under ALL in DuckDB.
    () => `${expression(compared, scope, 0)} ${random.pick(COMPARISONS)} ${random.pick(['ANY', 'ALL'])} ${subquery('column', compared)}`,
    () => `${expression(kind, scope, 1)} ${random.pick(COMPARISONS)} ${subquery('scalar', kind)}`,
  ])();
}
