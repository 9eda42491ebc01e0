import { aggregate } from './aggregates.js';
import { condition } from './conditions.js';
import { expression, keyExpression } from './expressions.js';
import { derived, type Generator, type Query, type Source } from './generator.js';
import { KINDS, type Kind } from './kinds.js';
import type { Scope, ScopeColumn } from './scope.js';
import { from, relation } from './sources.js';
import { subquery, tablesOnly } from './subqueries.js';
import { windowed } from './windows.js';

/** A SELECT of any form, which may use the columns of `outer` queries; `depth` bounds what is nested in it. */
export function select(generator: Generator, outer: readonly ScopeColumn[], depth: number): Query {
  const { random } = generator;
  const roll = random.next();
  if (roll < 0.35) return grouped(generator, outer, depth);
  // Under LATERAL, the set () of no rows gives a row in PostgreSQL and none in DuckDB.
  if (roll < 0.45 && outer.length === 0) return groupingSets(generator, depth);
  if (roll < 0.6) return windowed(generator, outer);
  if (roll < 0.65) return distinctOn(generator);
  const kinds = Array.from({ length: 1 + random.below(4) }, () => random.pick(KINDS));
  return plainSelect(generator, kinds, outer, depth, random.chance(0.15) ? 'DISTINCT ' : '');
}

/** Columns of the given kinds. */
export function plainSelect(generator: Generator, kinds: readonly Kind[], outer: readonly ScopeColumn[], depth = 1, distinct = ''): Query {
  const source = from(generator, depth);
  const scope = scopeOf(generator, source, outer, depth);
  return {
    text: `SELECT ${distinct}${items(kinds.map((kind) => expression(kind, scope, generator.random.pick([0, 1, 1, 2]))))} FROM ${source.text}${where(scope)}`,
    kinds,
  };
}

const items = (texts: readonly string[]): string => texts.map((text, i) => `${text} AS x${i}`).join(', ');

export const where = (scope: Scope): string => (scope.random.chance(0.6) ? ` WHERE ${condition(scope, scope.random.pick([1, 1, 2]))}` : '');

/** Outer columns are in reach now and then, which makes the query correlated. */
function scopeOf(generator: Generator, source: Source, outer: readonly ScopeColumn[], depth: number): Scope {
  const { random } = generator;
  const columns = [...source.columns, ...outer.filter(() => random.chance(0.3))];
  return { random, columns, subquery: depth > 0 ? (form, kind) => subquery(generator, form, kind, columns, depth - 1) : undefined };
}

function grouped(generator: Generator, outer: readonly ScopeColumn[], depth: number): Query {
  const { random } = generator;
  const source = from(generator, depth - 1);
  const inner: Scope = { random, columns: source.columns };
  const keys = Array.from({ length: random.below(3) }, () => random.pick(KINDS));
  const aggregates = Array.from({ length: 1 + random.below(3) }, () => aggregate(inner));
  const texts = [...keys.map((kind) => expression(kind, inner, 1)), ...aggregates.map(({ text }) => text)];
  const groupBy = keys.length === 0 ? '' : ` GROUP BY ${keys.map((_, i) => i + 1).join(', ')}`;
  const having = keys.length > 0 && random.chance(0.25) ? ` HAVING ${havingCondition(inner)}` : '';
  const filter = where(scopeOf(generator, source, outer, depth - 1));
  return {
    text: `SELECT ${items(texts)} FROM ${source.text}${filter}${groupBy}${having}`,
    kinds: [...keys, ...aggregates.map(({ kind }) => kind)],
  };
}

function havingCondition(scope: Scope): string {
  const { random } = scope;
  return random.pick([
    () => `count(*) > ${random.below(3)}`,
    () => `min(${expression('int', scope, 1)}) < ${random.below(10)}`,
    () => `max(${expression('text', scope, 1)}) IS NOT NULL`,
  ])();
}

/** Over a derived table, so that the keys are columns. */
function groupingSets(generator: Generator, depth: number): Query {
  const { random } = generator;
  const keys = Array.from({ length: 2 + random.below(2) }, () => random.pick(KINDS));
  const source = derived(
    generator,
    plainSelect(generator, [...keys, ...Array.from({ length: 3 }, () => random.pick(KINDS))], [], Math.max(depth - 1, 0)),
  );
  const names = source.columns.slice(0, keys.length).map(({ text }) => text);
  const some = () => names.filter(() => random.chance(0.5)).join(', ');
  const sets = random.pick([
    () => `ROLLUP (${names.join(', ')})`,
    () => `CUBE (${names.join(', ')})`,
    () => `GROUPING SETS ((${some()}), (${some()}), (${names.join(', ')}))`,
    () => `GROUPING SETS ((${some()}), ROLLUP (${names.join(', ')}))`,
    () => `${names[0]}, ROLLUP (${names.slice(1).join(', ')})`,
  ])();
  const aggregates = Array.from({ length: 1 + random.below(2) }, () => aggregate({ random, columns: source.columns }));
  const marks = names.map((name) => `GROUPING(${name})`);
  const having = random.chance(0.2) ? ' HAVING count(*) > 1' : '';
  // A key that only some sets hold must be a column of the query as it is: expressions over it are computed before grouping in DuckDB.
  const text = `SELECT ${items([...names, ...marks, ...aggregates.map((item) => item.text)])} FROM ${source.text} GROUP BY ${sets}${having}`;
  return { text, kinds: [...keys, ...names.map(() => 'int' as const), ...aggregates.map(({ kind }) => kind)] };
}

/** The first row of each key, in an order that the unique id completes. */
function distinctOn(generator: Generator): Query {
  const { random } = generator;
  const source = relation(tablesOnly(generator));
  const scope: Scope = { random, columns: source.columns };
  const id = source.columns[0].text;
  const keys = Array.from({ length: 1 + random.below(2) }, () => keyExpression(random.pick(KINDS), scope, id));
  const direction = () => `${random.pick(['', ' ASC', ' DESC'])}${random.pick(['', ' NULLS FIRST', ' NULLS LAST'])}`;
  const kinds = Array.from({ length: 1 + random.below(3) }, () => random.pick(KINDS));
  const order = [...keys, keyExpression(random.pick(KINDS), scope, id), id].map((key) => key + direction());
  const list = items(kinds.map((kind) => expression(kind, scope, 1)));
  return { text: `SELECT DISTINCT ON (${keys.join(', ')}) ${list} FROM ${source.text}${where(scope)} ORDER BY ${order.join(', ')}`, kinds };
}
