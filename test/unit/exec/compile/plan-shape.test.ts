import assert from 'node:assert/strict';
import { createEngine, type Engine } from '#quern/engine.js';
import { planShape, type PlanShape } from '#quern/exec/compile/plan-shape.js';
import { readChunk } from '#quern/exec/memory-table.js';
import type { SqlValue } from '#quern/data/value.js';
import { createSession, type Session } from '#quern/session/index.js';
import { bind, compilePlan, optimizeFor, type PlannedQuery } from '#quern/session/plan-query.js';
import { runQuery } from '#quern/session/run-query.js';
import { parseStatements } from '#quern/sql/parse.js';
import { requireCorpora } from '../../../support/corpora.js';
import { Random, testSeed } from '../../../support/random.js';
import { tpchData, tpchQueries, tpchQuery, tpchTables } from '../../../support/tpch.js';

let engine: Engine;
let session: Session;

async function plan(sql: string, profile = false): Promise<PlannedQuery> {
  const [{ statement }] = parseStatements(sql);
  assert(statement.kind === 'QueryStatement');
  const bound = await bind(statement.query, session.state, []);
  return compilePlan(optimizeFor(bound, session.state), bound.outputs, session.state, { profile });
}

const shapeOf = async (sql: string): Promise<PlanShape> => planShape((await plan(sql)).physical);

const rowsOf = (planned: PlannedQuery): Promise<SqlValue[][]> =>
  runQuery(planned, session.state, {}, ({ chunks, types }) => chunks.flatMap((chunk) => [...readChunk(engine.arena, chunk, types)]));

/** A plan as code generation sees it, but for where its rows come from. */
const opened = (shape: PlanShape): string =>
  JSON.stringify(shape.open(), (key, value: unknown) =>
    key === 'partitions' || key === 'source' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );

before(async () => {
  engine = await createEngine({ threads: 2, memoryLimit: '500MB' });
  session = createSession(engine, { relations: new Map() });
  await session.run(
    `CREATE TABLE t AS SELECT i AS x, i % 7 AS y, 'text ' || i AS s, i / 4.0::float8 AS f FROM generate_series(1, 100) AS g(i)`,
    [],
    {},
  );
});
after(() => engine.close());

describe('the shape of a plan', () => {
  const same: Readonly<Record<string, readonly [string, string]>> = {
    'another number': ['SELECT x FROM t WHERE x > 5', 'SELECT x FROM t WHERE x > 57'],
    'another string, elsewhere in the text': [`SELECT x + 1 FROM t WHERE s = 'text 1'`, `SELECT   x + 7 FROM t WHERE s = 'another text'`],
    'another float': ['SELECT x FROM t WHERE f < 2.5::float8', 'SELECT x FROM t WHERE f < 0.25::float8'],
    'other members of a list': ['SELECT x FROM t WHERE x IN (1, 2, 3)', 'SELECT x FROM t WHERE x IN (7, 5, 6)'],
    'other members of a long list': [
      'SELECT x FROM t WHERE x IN (1, 2, 3, 4, 5, 6, 7, 8, 9)',
      'SELECT x FROM t WHERE x IN (9, 18, 7, 16, 5, 14, 3, 12, 1)',
    ],
    'another literal of an aggregate': ['SELECT sum(x * 2) FROM t GROUP BY y', 'SELECT sum(x * 3) FROM t GROUP BY y'],
    'equal constants that stay equal': ['SELECT x + 1, y + 1 FROM t', 'SELECT x + 2, y + 2 FROM t'],
  };
  for (const [what, [one, other]] of Object.entries(same)) {
    it(`is the same with ${what}`, async () => {
      const [a, b] = [await shapeOf(one), await shapeOf(other)];
      assert.equal(a.key, b.key);
      assert.equal(opened(a), opened(b));
      assert.notDeepEqual(a.parameters, b.parameters);
      for (const sql of [one, other]) assert.deepEqual(await rowsOf(await plan(sql)), await rowsOf(await plan(sql, true)), sql);
    });
  }

  const different: Readonly<Record<string, readonly [string, string]>> = {
    'constants that are no longer equal': ['SELECT x + 1, y + 1 FROM t', 'SELECT x + 1, y + 2 FROM t'],
    'a constant of another type': ['SELECT x + 1 FROM t', 'SELECT x + 1::bigint FROM t'],
    'NULL for a constant': [`SELECT coalesce(s, 'a') FROM t`, 'SELECT coalesce(s, NULL) FROM t'],
    'another limit': ['SELECT x FROM t ORDER BY x LIMIT 1', 'SELECT x FROM t ORDER BY x LIMIT 2'],
    'a longer list': ['SELECT x FROM t WHERE x IN (1, 2, 3)', 'SELECT x FROM t WHERE x IN (1, 2, 3, 4)'],
    'other rows of VALUES': ['SELECT * FROM (VALUES (1), (2)) AS v(a)', 'SELECT * FROM (VALUES (1), (3)) AS v(a)'],
    'another operator': ['SELECT x FROM t WHERE x > y', 'SELECT x FROM t WHERE x >= y'],
    'another overload': ['SELECT abs(x) FROM t', 'SELECT abs(f) FROM t'],
    'another order': ['SELECT x FROM t ORDER BY y', 'SELECT x FROM t ORDER BY y DESC'],
    'another frame': [
      'SELECT sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t',
      'SELECT sum(x) OVER (ORDER BY x ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM t',
    ],
  };
  for (const [what, [one, other]] of Object.entries(different)) {
    it(`is another with ${what}`, async () => {
      assert.notEqual((await shapeOf(one)).key, (await shapeOf(other)).key);
      for (const sql of [one, other]) assert.deepEqual(await rowsOf(await plan(sql)), await rowsOf(await plan(sql, true)), sql);
    });
  }

  it('ignores how many rows are expected, but not how they are partitioned', async () => {
    const before = await shapeOf('SELECT x FROM t WHERE x > 5');
    await session.run('INSERT INTO t SELECT i, i, NULL, NULL FROM generate_series(1, 1000) AS g(i)', [], {});
    const after = await shapeOf('SELECT x FROM t WHERE x > 5');
    assert.equal(before.key, after.key);
    await session.run('INSERT INTO t SELECT i, i, NULL, NULL FROM generate_series(1, 300000) AS g(i)', [], {});
    const partitioned = await shapeOf('SELECT x FROM t WHERE x > 5');
    assert.notEqual(partitioned.scans[0].partitions.length, after.scans[0].partitions.length);
    assert.notEqual(partitioned.key, after.key);
  });
});

describe('TPC-H with other constants', () => {
  const seed = testSeed();
  const random = new Random(seed);
  /** Other numbers and other strings, but no other types. */
  const vary = (sql: string): string =>
    sql
      .replace(/(?<=[\s(,])\d+(?=[\s),]|$)(?!\s+day|\s+month)/gm, (digits) => String(Number(digits) + random.below(3)))
      .replace(/(?<!date |interval |year|month|day)'([A-Za-z#%][^'\d]*)'/g, (whole, text: string) =>
        random.chance(0.5) ? whole : `'${text[0] === '%' ? text : text.slice(0, 1 + random.below(text.length))}'`,
      );
  let shared = 0;

  before(async function () {
    requireCorpora.call(this);
    for (const table of tpchTables) await session.run(`CREATE VIEW ${table} AS FROM '${tpchData}/${table}.parquet'`, [], {});
  });

  for (const name of tpchQueries) {
    it(`answers ${name} from its code as from code of its own (seed ${seed})`, async () => {
      const original = await shapeOf(tpchQuery(name));
      for (let n = 0; n < 3; n++) {
        const sql = vary(tpchQuery(name));
        const planned = await plan(sql);
        assert.deepEqual(await rowsOf(planned), await rowsOf(await plan(sql, true)), sql);
        const shape = planShape(planned.physical);
        if (shape.key !== original.key) continue;
        shared++;
        assert.equal(opened(shape), opened(original), sql);
      }
    });
  }

  it('shares the code of many', () => assert(shared >= 20, `only ${shared} of 66`));
});
