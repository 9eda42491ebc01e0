import { condition } from './conditions.js';
import { expression, keyExpression } from './expressions.js';
import type { Generator, Source } from './generator.js';
import { EXTREMES, type Kind } from './kinds.js';
import type { Scope, ScopeColumn, SubqueryForm } from './scope.js';
import { relation, simple } from './sources.js';

/** A subquery in an expression, often correlated; deeper ones may stand in its own conditions. */
export function subquery(generator: Generator, form: SubqueryForm, kind: Kind, outer: readonly ScopeColumn[], depth: number): string {
  const { random } = generator;
  const ordered = form === 'scalar' && random.chance(0.3);
  const source = ordered ? relation(tablesOnly(generator)) : simple(generator);
  const columns = [...source.columns, ...outer.filter(() => random.chance(0.3))];
  const deeper: Scope['subquery'] = depth > 0 ? (other, wanted) => subquery(generator, other, wanted, columns, depth - 1) : undefined;
  const scope: Scope = { random, columns, subquery: deeper };
  const own: Scope = { random, columns: source.columns };
  const filter = where(source, outer, scope);
  const value = () => expression(kind, own, 1);
  switch (form) {
    case 'exists':
      return random.chance(0.8)
        ? `EXISTS (SELECT 1 FROM ${source.text}${filter})`
        : `EXISTS (SELECT count(*) FROM ${source.text}${filter} GROUP BY ${keyExpression(kind, own, source.columns[0].text)} HAVING count(*) > 1)`;
    case 'column':
      return `(SELECT ${random.pick(['', '', 'DISTINCT '])}${value()} FROM ${source.text}${filter})`;
    case 'array':
      return `(SELECT ${elements(kind, own)} FROM ${source.text}${filter})`;
    case 'scalar': {
      if (ordered) {
        const order = `${keyExpression('int', own, source.columns[0].text)}${random.pick([' DESC', '', ' NULLS FIRST'])}, ${source.columns[0].text}`;
        return `(SELECT ${value()} FROM ${source.text}${filter} ORDER BY ${order} LIMIT 1${random.chance(0.2) ? ' OFFSET 1' : ''})`;
      }
      if (kind === 'int' && random.chance(0.5)) return `(SELECT count(*) FROM ${source.text}${filter})`;
      if (!EXTREMES.includes(kind)) return `(SELECT ${value()} FROM ${source.text} WHERE ${source.columns[0].text} IS NULL AND FALSE)`;
      return `(SELECT ${random.pick(['min', 'max'])}(${value()}) FROM ${source.text}${filter})`;
    }
  }
}

/** All rows' values in one array, sorted: only equal ones may change places. */
function elements(kind: Kind, own: Scope): string {
  const value = kind === 'ints' ? `CAST(${expression('int', own, 0)} % 1000 AS INTEGER)` : expression('text', own, 0);
  return `array_agg(${value} ORDER BY ${value})`;
}

export const tablesOnly = (generator: Generator): Generator => ({
  ...generator,
  relations: generator.relations.filter(({ columns }) => columns[0].name === 'id'),
});

function where(source: Source, outer: readonly ScopeColumn[], scope: Scope): string {
  const { random } = scope;
  const conditions = [
    outer.length > 0 && random.chance(0.6) ? correlation(source, outer, scope) : undefined,
    random.chance(0.5) ? condition(scope, 1) : undefined,
  ].filter((part) => part !== undefined);
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

function correlation(source: Source, outer: readonly ScopeColumn[], { random }: Scope): string | undefined {
  const own = random.pick(source.columns);
  const others = outer.filter(({ kind }) => kind === own.kind);
  return others.length === 0
    ? undefined
    : `${own.text} ${random.pick(['=', '=', '=', '<', '<>', 'IS NOT DISTINCT FROM'])} ${random.pick(others).text}`;
}
