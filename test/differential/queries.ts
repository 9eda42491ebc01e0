import type { Random } from '../support/random.js';
import { expression } from './expressions.js';
import type { Generator, Query } from './generator.js';
import { KINDS, SQL_TYPES, type Kind } from './kinds.js';
import { plainSelect, select } from './selects.js';
import type { Relation, Table } from './tables.js';

/** A query and whether its rows come in one possible order; if not they are a multiset. */
export interface RandomQuery {
  readonly sql: string;
  readonly ordered: boolean;
}

/** A random query over the tables. LIMIT only stands under an ORDER BY over every output column. */
export function randomQuery(tables: readonly Table[], random: Random): RandomQuery {
  let aliases = 0;
  const generator: Generator = { random, relations: tables, alias: () => `t${aliases++}` };
  const { prefix, relations } = random.chance(0.15) ? commonTables(generator) : { prefix: '', relations: tables };
  const { text, kinds } = body({ ...generator, relations });
  // Rows that differ in a rounded digit would sort differently.
  if (kinds.includes(undefined) || / DISTINCT ON /.test(text) || !random.chance(0.3)) return { sql: prefix + text, ordered: false };
  const keys = kinds.map((_, i) => `${i + 1}${random.pick(['', ' ASC', ' DESC'])}${random.pick(['', ' NULLS FIRST', ' NULLS LAST'])}`);
  const limit = random.chance(0.7) ? ` LIMIT ${random.below(12)}${random.chance(0.4) ? ` OFFSET ${random.below(5)}` : ''}` : '';
  return { sql: `${prefix}${text} ORDER BY ${keys.join(', ')}${limit}`, ordered: true };
}

function body(generator: Generator): Query {
  return generator.random.chance(0.12) ? setOperation(generator, 1) : select(generator, [], generator.random.pick([1, 1, 2]));
}

function setOperation(generator: Generator, depth: number, kinds = someKinds(generator.random)): Query {
  const { random } = generator;
  const branch = (): string =>
    depth > 0 && random.chance(0.3)
      ? setOperation(generator, depth - 1, kinds).text
      : plainSelect(generator, kinds, [], random.below(2)).text;
  const operator = random.pick(['UNION', 'UNION ALL', 'INTERSECT', 'INTERSECT ALL', 'EXCEPT', 'EXCEPT ALL']);
  return { text: `(${branch()}) ${operator} (${branch()})`, kinds };
}

const someKinds = (random: Random): readonly Kind[] => Array.from({ length: 1 + random.below(3) }, () => random.pick(KINDS));

/** One or two CTEs, the second over the first, which the query may name once, twice or never. */
function commonTables(generator: Generator): { prefix: string; relations: readonly Relation[] } {
  const { random } = generator;
  let relations: readonly Relation[] = generator.relations;
  const parts: string[] = [];
  for (let i = 0; i <= random.below(2); i++) {
    const columns = Array.from({ length: 2 + random.below(3) }, (_, at) => ({ name: `z${at}`, kind: random.pick(KINDS) }));
    const names = columns.map(({ name }) => name).join(', ');
    const kinds = columns.map(({ kind }) => kind);
    const query = plainSelect({ ...generator, relations }, kinds, [], 1);
    parts.push(`w${i}(${names}) AS ${random.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(${query.text})`);
    relations = [{ name: `w${i}`, columns }, { name: `w${i}`, columns }, ...relations];
  }
  if (random.chance(0.2)) {
    const [kind, alias] = [random.pick(KINDS), generator.alias()];
    const [start, step] = [
      { random, columns: [] },
      { random, columns: [{ text: `${alias}.z1`, kind }] },
    ];
    parts.push(
      `wr(z0, z1) AS (SELECT 1, CAST(${expression(kind, start, 1)} AS ${SQL_TYPES[kind]}) UNION ALL SELECT ${alias}.z0 + 1, CAST(${expression(kind, step, 1)} AS ${SQL_TYPES[kind]}) FROM wr AS ${alias} WHERE ${alias}.z0 < ${1 + random.below(5)})`,
    );
    relations = [
      {
        name: 'wr',
        columns: [
          { name: 'z0', kind: 'int' },
          { name: 'z1', kind },
        ],
      },
      ...relations,
    ];
    return { prefix: `WITH RECURSIVE ${parts.join(', ')} `, relations };
  }
  return { prefix: `WITH ${parts.join(', ')} `, relations };
}
