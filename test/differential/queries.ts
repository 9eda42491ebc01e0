import type { Random } from '../support/random.js';
import { condition, expression, KINDS, type ExpressionScope, type ScopeColumn } from './expressions.js';
import type { Kind, Table } from './tables.js';

interface Source {
  readonly text: string;
  readonly columns: readonly ScopeColumn[];
}

interface Query {
  readonly text: string;
  readonly kinds: readonly Kind[];
}

/** Aliases are numbered through one query, so that inner and outer columns never share a name by accident. */
interface Generator {
  readonly random: Random;
  readonly tables: readonly Table[];
  aliases: number;
}

/** A random query over the tables. Its rows are a multiset; LIMIT only stands under an ORDER BY over every output column. */
export function randomQuery(tables: readonly Table[], random: Random): string {
  const generator: Generator = { random, tables, aliases: 0 };
  const { text, kinds } = random.chance(0.12) ? setOperation(generator) : select(generator, [], 2);
  if (!random.chance(0.3)) return text;
  const keys = kinds.map((_, i) => `${i + 1} ${random.pick(['ASC', 'DESC'])} NULLS ${random.pick(['FIRST', 'LAST'])}`);
  const limit = random.chance(0.7) ? ` LIMIT ${random.below(12)}${random.chance(0.4) ? ` OFFSET ${random.below(5)}` : ''}` : '';
  return `${text} ORDER BY ${keys.join(', ')}${limit}`;
}

function setOperation(generator: Generator): Query {
  const { random } = generator;
  const kinds = Array.from({ length: 1 + random.below(3) }, () => random.pick(KINDS));
  const branch = () => plainSelect(generator, kinds, []);
  let text = branch();
  for (let i = 0; i <= random.below(2); i++)
    text = `(${text}) ${random.pick(['UNION', 'UNION ALL', 'INTERSECT', 'INTERSECT ALL', 'EXCEPT', 'EXCEPT ALL'])} (${branch()})`;
  return { text, kinds };
}

function select(generator: Generator, outer: readonly ScopeColumn[], depth: number): Query {
  const { random } = generator;
  const roll = random.next();
  if (roll < 0.4) return grouped(generator, outer, depth);
  if (roll < 0.55) return windowed(generator, outer);
  const kinds = Array.from({ length: 1 + random.below(4) }, () => random.pick(KINDS));
  const distinct = random.chance(0.15) ? 'DISTINCT ' : '';
  return { text: plainSelect(generator, kinds, outer, distinct, depth), kinds };
}

function plainSelect(generator: Generator, kinds: readonly Kind[], outer: readonly ScopeColumn[], distinct = '', depth = 1): string {
  const source = from(generator, outer, depth);
  const scope = scopeOf(generator, source, outer, depth);
  const items = kinds.map((kind, i) => `${expression(kind, scope, 2)} AS x${i}`);
  return `SELECT ${distinct}${items.join(', ')} FROM ${source.text}${where(generator, scope)}`;
}

function where({ random }: Generator, scope: ExpressionScope): string {
  return random.chance(0.6) ? ` WHERE ${condition(scope, 2)}` : '';
}

/** Outer columns are in reach now and then, which makes the subquery correlated. */
function scopeOf(generator: Generator, source: Source, outer: readonly ScopeColumn[], depth: number): ExpressionScope {
  const { random } = generator;
  const columns = [...source.columns, ...outer.filter(() => random.chance(0.3))];
  return { random, columns, subquery: depth > 0 ? (form, kind) => subquery(generator, form, kind, columns, depth - 1) : undefined };
}

function subquery(
  generator: Generator,
  form: 'exists' | 'scalar' | 'in',
  kind: Kind,
  outer: readonly ScopeColumn[],
  depth: number,
): string {
  const { random } = generator;
  const source = table(generator);
  const scope = scopeOf(generator, source, outer, depth);
  const correlate = outer.length > 0 && random.chance(0.6) ? correlation(source, outer, random) : undefined;
  const conditions = [correlate, random.chance(0.5) ? condition({ ...scope, subquery: undefined }, 1) : undefined].filter(
    (part) => part !== undefined,
  );
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  switch (form) {
    case 'exists':
      return `EXISTS (SELECT 1 FROM ${source.text}${filter})`;
    case 'in':
      return `(SELECT ${expression(kind, { ...scope, columns: source.columns, subquery: undefined }, 1)} FROM ${source.text}${filter})`;
    case 'scalar':
      return `(SELECT ${random.pick(['min', 'max'])}(${expression(kind, { ...scope, columns: source.columns, subquery: undefined }, 1)}) FROM ${source.text}${filter})`;
  }
}

function correlation(source: Source, outer: readonly ScopeColumn[], random: Random): string | undefined {
  const own = random.pick(source.columns);
  const others = outer.filter(({ kind }) => kind === own.kind);
  return others.length === 0 ? undefined : `${own.text} ${random.pick(['=', '=', '=', '<', '<>'])} ${random.pick(others).text}`;
}

function table(generator: Generator): Source {
  const { random, tables } = generator;
  const { name, columns } = random.pick(tables);
  const alias = `t${generator.aliases++}`;
  return { text: `${name} AS ${alias}`, columns: columns.map((column) => ({ text: `${alias}.${column.name}`, kind: column.kind })) };
}

function derived(generator: Generator, depth: number): Source {
  const alias = `q${generator.aliases++}`;
  const { text, kinds } = select(generator, [], depth - 1);
  const names = kinds.map((_, i) => `y${i}`);
  return { text: `(${text}) AS ${alias}(${names.join(', ')})`, columns: kinds.map((kind, i) => ({ text: `${alias}.${names[i]}`, kind })) };
}

function from(generator: Generator, _outer: readonly ScopeColumn[], depth: number): Source {
  const { random } = generator;
  const single = () => (depth > 0 && random.chance(0.15) ? derived(generator, depth) : table(generator));
  let source = single();
  const joins = random.pick([0, 0, 1, 1, 2]);
  for (let i = 0; i < joins; i++) {
    const right = single();
    const columns = [...source.columns, ...right.columns];
    const type = random.pick(['JOIN', 'JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN']);
    const on = type === 'CROSS JOIN' ? '' : ` ON ${joinCondition(source, right, type, random)}`;
    source = { text: `${source.text} ${type} ${right.text}${on}`, columns };
  }
  return source;
}

/** Always an equality; FULL JOIN takes nothing else, which is all that every engine supports. */
function joinCondition(left: Source, right: Source, type: string, random: Random): string {
  const equality = () => {
    const own = random.pick(left.columns);
    const others = right.columns.filter(({ kind }) => kind === own.kind);
    return others.length === 0 ? undefined : `${own.text} = ${random.pick(others).text}`;
  };
  const id = `${left.columns[0].text} = ${right.columns[0].text}`;
  const first = equality() ?? (left.columns[0].kind === right.columns[0].kind ? id : 'TRUE');
  if (type === 'FULL JOIN' || random.chance(0.6)) return first;
  return `${first} AND ${condition({ random, columns: [...left.columns, ...right.columns] }, 1)}`;
}

const AGGREGATES: readonly ((scope: ExpressionScope) => { text: string; kind: Kind })[] = [
  () => ({ text: 'count(*)', kind: 'int' }),
  (scope) => ({ text: `count(${expression(scope.random.pick(KINDS), scope, 1)})`, kind: 'int' }),
  (scope) => ({ text: `count(DISTINCT ${expression(scope.random.pick(KINDS), scope, 1)})`, kind: 'int' }),
  (scope) => ({ text: `sum(${expression('int', scope, 1)})`, kind: 'int' }),
  (scope) => ({ text: `sum(DISTINCT ${expression('int', scope, 1)})`, kind: 'int' }),
  (scope) => ({ text: `sum(${expression('decimal', scope, 1)})`, kind: 'decimal' }),
  (scope) => ({ text: `sum(${expression('double', scope, 1)})`, kind: 'double' }),
  (scope) => ({ text: `avg(${expression(scope.random.pick(['int', 'decimal', 'double'] as const), scope, 1)})`, kind: 'double' }),
  (scope) => ({ text: `bool_and(${expression('boolean', scope, 1)})`, kind: 'boolean' }),
  (scope) => ({ text: `bool_or(${expression('boolean', scope, 1)})`, kind: 'boolean' }),
  (scope) => {
    const kind = scope.random.pick(KINDS.filter((candidate) => candidate !== 'boolean'));
    return { text: `${scope.random.pick(['min', 'max'])}(${expression(kind, scope, 1)})`, kind };
  },
];

function grouped(generator: Generator, outer: readonly ScopeColumn[], depth: number): Query {
  const { random } = generator;
  const source = from(generator, outer, depth - 1);
  const scope: ExpressionScope = { random, columns: source.columns };
  const keys = Array.from({ length: random.below(3) }, () => {
    const kind = random.pick(KINDS);
    return { kind, text: expression(kind, scope, 1) };
  });
  const aggregates = Array.from({ length: 1 + random.below(3) }, () => {
    const made = random.pick(AGGREGATES)(scope);
    return random.chance(0.2) ? { ...made, text: `${made.text} FILTER (WHERE ${condition(scope, 1)})` } : made;
  });
  const items = [...keys, ...aggregates];
  const groupBy = keys.length === 0 ? '' : ` GROUP BY ${keys.map((_, i) => i + 1).join(', ')}`;
  const having = keys.length > 0 && random.chance(0.25) ? ` HAVING count(*) > ${random.below(3)}` : '';
  const text = `SELECT ${items.map((item, i) => `${item.text} AS x${i}`).join(', ')} FROM ${source.text}${where(generator, scopeOf(generator, source, outer, depth - 1))}${groupBy}${having}`;
  return { text, kinds: items.map(({ kind }) => kind) };
}

/** Windows over one table, ordered by its unique id, so that every row's place is determined. */
function windowed(generator: Generator, _outer: readonly ScopeColumn[]): Query {
  const { random } = generator;
  const source = table(generator);
  const scope: ExpressionScope = { random, columns: source.columns };
  const id = source.columns[0].text;
  const partition = random.chance(0.6) ? `PARTITION BY ${expression(random.pick(KINDS), scope, 1)} ` : '';
  const bound = () => random.pick(['UNBOUNDED PRECEDING', `${random.below(4)} PRECEDING`, 'CURRENT ROW']);
  const end = () => random.pick(['CURRENT ROW', `${random.below(4)} FOLLOWING`, 'UNBOUNDED FOLLOWING']);
  const frame = () => (random.chance(0.5) ? ` ROWS BETWEEN ${bound()} AND ${end()}` : '');
  const over = () => `OVER (${partition}ORDER BY ${id}${random.chance(0.3) ? ' DESC' : ''}${frame()})`;
  const ranked = () => {
    const kind = random.pick(KINDS);
    return `OVER (${partition}ORDER BY ${expression(kind, scope, 1)} NULLS FIRST)`;
  };
  const items = Array.from({ length: 1 + random.below(2) }, (): { text: string; kind: Kind } => {
    const kind = random.pick(KINDS);
    const comparable = kind === 'boolean' ? 'int' : kind;
    return random.pick([
      () => ({ text: `row_number() OVER (${partition}ORDER BY ${id})`, kind: 'int' as const }),
      () => ({ text: `${random.pick(['rank', 'dense_rank'])}() ${ranked()}`, kind: 'int' as const }),
      () => ({
        text: `${random.pick(['lag', 'lead'])}(${expression(kind, scope, 1)}${random.chance(0.5) ? `, ${random.below(4)}` : ''}) OVER (${partition}ORDER BY ${id})`,
        kind,
      }),
      () => ({ text: `sum(${expression('int', scope, 1)}) ${over()}`, kind: 'int' as const }),
      () => ({ text: `count(${expression(kind, scope, 1)}) ${over()}`, kind: 'int' as const }),
      () => ({ text: `${random.pick(['min', 'max'])}(${expression(comparable, scope, 1)}) ${over()}`, kind: comparable }),
      () => ({ text: `avg(${expression('int', scope, 1)}) ${over()}`, kind: 'double' as const }),
      () => ({ text: `${random.pick(['first_value', 'last_value'])}(${expression(kind, scope, 1)}) ${over()}`, kind }),
    ])();
  });
  const all = [{ text: id, kind: 'int' as const }, ...items];
  return {
    text: `SELECT ${all.map((item, i) => `${item.text} AS x${i}`).join(', ')} FROM ${source.text}${where(generator, scope)}`,
    kinds: all.map(({ kind }) => kind),
  };
}
