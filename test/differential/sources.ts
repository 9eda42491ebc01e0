import { condition } from './conditions.js';
import { derived, type Generator, type Source } from './generator.js';
import { KINDS } from './kinds.js';
import { literal } from './literals.js';
import { plainSelect, select } from './selects.js';
import type { ScopeColumn } from './scope.js';
import type { Column, Relation } from './tables.js';

/** A FROM clause of up to three relations; a derived one while `depth` allows. */
export function from(generator: Generator, depth: number): Source {
  const { random } = generator;
  const single = () => (depth > 0 && random.chance(0.15) ? derived(generator, select(generator, [], depth - 1)) : simple(generator));
  let source = single();
  for (let joins = random.pick([0, 0, 1, 1, 2]); joins > 0; joins--) {
    source = random.chance(0.12) ? lateral(generator, source, depth) : join(generator, source, single());
  }
  return source;
}

/** A relation that needs nothing else: a table or CTE, VALUES, a series, or two tables joined on columns of equal names. */
export function simple(generator: Generator): Source {
  const { random } = generator;
  if (random.chance(0.85)) return relation(generator);
  return random.pick([values, series, merged])(generator);
}

export function relation(generator: Generator): Source {
  const { name, columns } = generator.random.pick(generator.relations);
  const alias = generator.alias();
  return { text: `${name} AS ${alias}`, columns: columns.map((column) => ({ text: `${alias}.${column.name}`, kind: column.kind })) };
}

function values(generator: Generator): Source {
  const { random } = generator;
  const kinds = Array.from({ length: 1 + random.below(3) }, () => random.pick(KINDS));
  const row = () => `(${kinds.map((kind) => literal(kind, random)).join(', ')})`;
  return derived(generator, { text: `VALUES ${Array.from({ length: 1 + random.below(4) }, row).join(', ')}`, kinds });
}

function series(generator: Generator): Source {
  const { random } = generator;
  const alias = generator.alias();
  const bounds = `${random.below(5) - 2}, ${random.below(8)}${random.chance(0.4) ? `, ${random.pick([1, 2, 3])}` : ''}`;
  return { text: `generate_series(${bounds}) AS ${alias}(n)`, columns: [{ text: `${alias}.n`, kind: 'int' }] };
}

/** USING or NATURAL, inside a derived table: a merged column has no alias in front, which an outer query must not capture. */
function merged(generator: Generator): Source {
  const { random } = generator;
  const [left, right] = [random.pick(generator.relations), random.pick(generator.relations)];
  const shared = left.columns.filter((column) => right.columns.some(({ name, kind }) => name === column.name && kind === column.kind));
  const keys = shared.filter((_, i) => i === 0 || random.chance(0.15));
  const type = random.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
  const others = ({ columns }: Relation) => columns.filter(({ name }) => !keys.some((key) => key.name === name)).slice(0, 4);
  if (keys.length === 0) return relation(generator);
  const [l, r] = [generator.alias(), generator.alias()];
  const kinds = [...keys, ...others(left), ...others(right)].map(({ kind }) => kind);
  if (random.chance(0.5)) {
    const qualified = (alias: string, columns: readonly Column[]) => columns.map(({ name }) => `${alias}.${name}`);
    const items = [...keys.map(({ name }) => name), ...qualified(l, others(left)), ...qualified(r, others(right))];
    const using = keys.map(({ name }) => name).join(', ');
    return derived(generator, {
      text: `SELECT ${items.join(', ')} FROM ${left.name} AS ${l} ${type} ${right.name} AS ${r} USING (${using})`,
      kinds,
    });
  }
  const side = (table: Relation, alias: string) =>
    `(SELECT ${[...keys.map(({ name }) => name), ...others(table).map(({ name }) => `${name} AS ${alias}_${name}`)].join(', ')} FROM ${table.name}) AS ${alias}`;
  return derived(generator, { text: `SELECT * FROM ${side(left, l)} NATURAL ${type} ${side(right, r)}`, kinds });
}

/** A relation that uses the columns to its left: a query, or the elements of an array. */
function lateral(generator: Generator, left: Source, depth: number): Source {
  const { random } = generator;
  const lists = left.columns.filter(({ kind }) => kind === 'ints' || kind === 'texts');
  if (lists.length > 0 && random.chance(0.5)) {
    const list = random.pick(lists);
    const alias = generator.alias();
    const join = random.pick([' CROSS JOIN LATERAL ', ' LEFT JOIN LATERAL ']);
    const text = `${left.text}${join}unnest(${list.text}) AS ${alias}(v)${join.startsWith(' LEFT') ? ' ON TRUE' : ''}`;
    return { text, columns: [...left.columns, { text: `${alias}.v`, kind: list.kind === 'ints' ? 'int' : 'text' }] };
  }
  const query = random.chance(0.5)
    ? select(generator, left.columns, Math.max(depth - 1, 0))
    : plainSelect(generator, [random.pick(KINDS), random.pick(KINDS)], left.columns, 0);
  const outer = random.chance(0.5);
  const right = derived(generator, query, `${outer ? 'LEFT JOIN' : 'CROSS JOIN'} LATERAL `);
  return { text: `${left.text} ${right.text}${outer ? ' ON TRUE' : ''}`, columns: [...left.columns, ...right.columns] };
}

function join({ random }: Generator, left: Source, right: Source): Source {
  const type = random.pick(['JOIN', 'JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN']);
  const columns = [...left.columns, ...right.columns];
  const on = type === 'CROSS JOIN' ? '' : ` ON ${joinCondition(left, right, columns)}`;
  return { text: `${left.text} ${type} ${right.text}${on}`, columns };

  function joinCondition(one: Source, other: Source, all: readonly ScopeColumn[]): string {
    const equality = () => {
      if (one.columns.length === 0) return undefined;
      const own = random.pick(one.columns);
      const others = other.columns.filter(({ kind }) => kind === own.kind);
      return others.length === 0 ? undefined : `${own.text} = ${random.pick(others).text}`;
    };
    const first = equality() ?? equality() ?? 'TRUE';
    if (random.chance(0.5)) return first;
    const residual = condition({ random, columns: all }, 1);
    return random.chance(0.85) ? `${first} AND ${residual}` : residual;
  }
}
