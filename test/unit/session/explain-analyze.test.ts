import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Field, Int32, Schema, Table, vectorFromArray } from 'apache-arrow';
import { EnabledStatistics } from 'parquet-wasm';
import { newStageCode } from '#quern/exec/wasm/stage-code.js';
import { open, type Database } from 'quern';
import { writeWithWasm } from '../storage/formats/parquet/fixtures.js';

interface Operator {
  readonly 'Node Type': string;
  readonly Description: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly Operator[];
  readonly [field: string]: unknown;
}

interface Explained {
  readonly Plan: Operator;
  readonly Stages: readonly { readonly Tasks: number; readonly 'Rows In': number; readonly Time: number }[];
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

const folder = mkdtempSync(join(tmpdir(), 'quern-explain-'));
const FACTS = `'${join(folder, 'facts.parquet')}'`;
const CSV = `'${join(folder, 'facts.csv')}'`;

/** 60 000 facts in 6 row groups; keys 0 to 99, some NULL; 40 dimensions with keys 0 to 78, two of each. */
async function prepare(db: Database): Promise<void> {
  await db.query(`CREATE TABLE dimensions AS SELECT i * 2 AS k, i AS v FROM generate_series(0, 39) AS t(i)
    UNION ALL SELECT i * 2, i + 100 FROM generate_series(0, 39) AS t(i)`);
  await db.query(
    'CREATE TABLE items AS SELECT i, i % 1000 AS few, CASE WHEN i % 10 <> 0 THEN i % 100 END AS k FROM generate_series(1, 60000) AS t(i)',
  );
}

const operators = (node: Operator): readonly Operator[] => [node, ...(node.Plans ?? []).flatMap(operators)];

async function analyze(db: Database, sql: string): Promise<Explained> {
  const [[document]] = [...(await db.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`)).values()];
  return (JSON.parse(document as string) as [Explained])[0];
}

async function countOf(db: Database, from: string): Promise<number> {
  if (from.startsWith('size of ')) return statSync(join(folder, from.slice('size of '.length))).size;
  const [[rows]] = [...(await db.query(`SELECT count(*) FROM ${from}`)).values()];
  return Number(rows);
}

/** What must be counted at the only operator of a kind whose description matches: fields to a count, or to the FROM clause that has as many rows. */
interface Expected {
  readonly sql: string;
  readonly counts: readonly (readonly [kind: string, description: RegExp, fields: Readonly<Record<string, string | number>>])[];
}

const CASES: readonly Expected[] = [
  {
    sql: `SELECT i FROM ${FACTS} WHERE few % 3 = 1 AND i > 5`,
    counts: [['Scan', /facts/, { 'Rows In': 60_000, 'Actual Rows': `${FACTS} WHERE few % 3 = 1 AND i > 5` }]],
  },
  {
    sql: `SELECT i FROM ${FACTS} WHERE i > 45000`,
    counts: [['Scan', /facts/, { 'Rows In': 20_000, 'Actual Rows': 15_000, 'Partitions Read': 2, 'Partitions Skipped': 4 }]],
  },
  {
    sql: `SELECT i FROM ${CSV} WHERE few < 7`,
    counts: [['Scan', /facts/, { 'Rows In': 60_000, 'Actual Rows': `${CSV} WHERE few < 7`, 'Bytes Read': 'size of facts.csv' }]],
  },
  {
    sql: 'SELECT few, count(*) FROM items WHERE i % 2 = 0 GROUP BY few HAVING count(*) > 59',
    counts: [
      ['HashAggregate', /few/, { 'Rows In': 30_000, 'Actual Rows': 500 }],
      ['Filter', /59/, { 'Rows In': 500, 'Actual Rows': 500 }],
    ],
  },
  {
    sql: 'SELECT i, v FROM items JOIN dimensions USING (k)',
    counts: [
      [
        'HashJoin',
        /inner/,
        {
          // The scan gives only those that have a match.
          'Rows In': 'items WHERE k % 2 = 0 AND k < 79',
          'Build Rows': 80,
          'Actual Rows': 'items JOIN dimensions USING (k)',
          Matches: 'items JOIN dimensions USING (k)',
        },
      ],
    ],
  },
  {
    sql: 'SELECT i, v FROM items LEFT JOIN dimensions USING (k)',
    counts: [
      [
        'HashJoin',
        /left/,
        { 'Build Rows': 80, 'Actual Rows': 'items LEFT JOIN dimensions USING (k)', Matches: 'items JOIN dimensions USING (k)' },
      ],
    ],
  },
  {
    sql: 'SELECT d.v, i FROM dimensions AS d LEFT JOIN items ON items.k = d.k AND few < 50',
    counts: [['HashJoin', /right on/, { 'Build Rows': 80, Matches: 'items JOIN dimensions USING (k) WHERE few < 50' }]],
  },
  {
    sql: 'SELECT v FROM dimensions AS d WHERE EXISTS (SELECT FROM items WHERE items.k = d.k)',
    counts: [['HashJoin', /right semi/, { 'Build Rows': 80, Matches: 'dimensions WHERE k IN (SELECT k FROM items)' }]],
  },
  {
    sql: 'SELECT v FROM dimensions AS d WHERE NOT EXISTS (SELECT FROM items WHERE items.k = d.k)',
    counts: [['HashJoin', /right anti/, { 'Build Rows': 80, Matches: 'dimensions WHERE k IN (SELECT k FROM items)' }]],
  },
  {
    sql: 'SELECT i, v FROM (FROM items WHERE few < 50) FULL JOIN dimensions USING (k)',
    counts: [
      [
        'HashJoin',
        /full/,
        {
          'Actual Rows': '(FROM items WHERE few < 50) FULL JOIN dimensions USING (k)',
          Matches: '(FROM items WHERE few < 50) JOIN dimensions USING (k)',
        },
      ],
    ],
  },
  {
    sql: 'SELECT i FROM items WHERE k IN (SELECT k FROM dimensions)',
    counts: [
      ['HashJoin', /semi/, { 'Actual Rows': 'items WHERE k IN (SELECT k FROM dimensions)', Matches: 'items WHERE k % 2 = 0 AND k < 79' }],
    ],
  },
  {
    sql: 'SELECT i FROM items WHERE NOT EXISTS (SELECT FROM dimensions AS d WHERE d.k = items.k)',
    counts: [
      [
        'HashJoin',
        /anti/,
        { 'Rows In': 60_000, 'Actual Rows': 'items WHERE k IS NULL OR k % 2 = 1 OR k > 78', Matches: 'items WHERE k % 2 = 0 AND k < 79' },
      ],
    ],
  },
  {
    sql: 'SELECT i, k IN (SELECT k FROM dimensions) FROM items',
    counts: [['HashJoin', /mark/, { 'Actual Rows': 60_000, Matches: 'items WHERE k % 2 = 0 AND k < 79' }]],
  },
  {
    sql: 'SELECT i, (SELECT max(v) FROM dimensions AS d WHERE d.k = items.k) FROM items WHERE i < 1000',
    counts: [['Scan', /items/, { 'Rows In': 60_000, 'Actual Rows': 999 }]],
  },
  {
    sql: 'SELECT i, v FROM (FROM items WHERE i < 300) AS a JOIN dimensions AS b ON a.i < b.v',
    counts: [
      [
        'NestedLoopJoin',
        /inner/,
        { 'Actual Rows': 'items AS a JOIN dimensions AS b ON a.i < b.v', Matches: 'items AS a JOIN dimensions AS b ON a.i < b.v' },
      ],
    ],
  },
  {
    sql: 'WITH few AS (SELECT few, sum(i) AS total FROM items GROUP BY few) SELECT * FROM few AS a JOIN few AS b ON a.total = b.total + 60',
    counts: [['HashAggregate', /few/, { 'Rows In': 60_000, 'Actual Rows': 1000 }]],
  },
  {
    sql: 'SELECT i FROM items WHERE i < 10 UNION ALL SELECT k FROM dimensions UNION ALL VALUES (1), (2)',
    counts: [
      ['UnionAll', /^/, { 'Rows In': 91, 'Actual Rows': 91 }],
      ['Values', /^/, { 'Actual Rows': 2 }],
    ],
  },
  {
    sql: 'SELECT * FROM dimensions, unnest(ARRAY[v, v + 1, v + 2]) AS u(x)',
    counts: [['Unnest', /^/, { 'Rows In': 80, 'Actual Rows': 240 }]],
  },
  {
    sql: 'SELECT i, few FROM items WHERE i > 20 ORDER BY few, i LIMIT 7 OFFSET 2',
    counts: [
      ['TopN', /^/, { 'Actual Rows': 7 }],
      ['Scan', /items/, { 'Rows In': 60_000 }],
    ],
  },
  {
    sql: 'SELECT i FROM items WHERE few = 12 ORDER BY i DESC',
    counts: [['Sort', /^/, { 'Rows In': 60, 'Actual Rows': 60 }]],
  },
  {
    sql: 'SELECT i, row_number() OVER (PARTITION BY few ORDER BY i) FROM items WHERE i <= 5000',
    counts: [['Window', /^/, { 'Rows In': 5000, 'Actual Rows': 5000 }]],
  },
  {
    sql: 'SELECT * FROM generate_series(1, 12345) AS t(i) WHERE i % 5 = 0',
    counts: [
      ['Series', /^/, { 'Actual Rows': 12_345 }],
      ['Filter', /^/, { 'Rows In': 12_345, 'Actual Rows': 2469 }],
    ],
  },
];

describe('EXPLAIN ANALYZE', () => {
  before(async () => {
    const db = await open({ threads: 1, memoryLimit: '500MB' });
    await prepare(db);
    await db.query(`COPY items TO ${FACTS} (ROW_GROUP_SIZE 10000)`);
    await db.query(`COPY items TO ${CSV} (FORMAT csv, HEADER)`);
    await db.close();
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const threads of [1, 2, 4]) {
    describe(`counts what is there on ${threads} ${threads === 1 ? 'thread' : 'threads'}`, () => {
      let db: Database;
      before(async () => {
        db = await open({ threads, memoryLimit: '500MB' });
        await prepare(db);
        await db.query('SET partitions = 5');
      });
      after(() => db.close());

      for (const { sql, counts } of CASES) {
        it(sql.replaceAll(folder, ''), async () => {
          const { Plan, Stages } = await analyze(db, sql);
          assert.equal(Plan['Actual Rows'], await countOf(db, `(${sql})`), 'rows of the query');
          for (const [kind, description, fields] of counts) {
            const found = operators(Plan).filter((node) => node['Node Type'] === kind && description.test(node.Description));
            assert.equal(found.length, 1, `${kind} ${String(description)} in ${JSON.stringify(Plan, undefined, 1)}`);
            for (const [field, expected] of Object.entries(fields)) {
              const wanted = typeof expected === 'number' ? expected : await countOf(db, expected);
              assert.equal(found[0][field], wanted, `${field} of ${found[0].Description}`);
            }
          }
          for (const node of operators(Plan)) assert.ok(node['Plan Rows'] >= 0 && node['Actual Rows'] !== undefined, node.Description);
          assert.ok(Stages.every(({ Tasks, Time }) => Tasks >= 1 && Time > 0));
        });
      }
    });
  }

  it('counts what a scan passes on although a top-N above leaves rows out, which depends on the threads', async () => {
    const db = await open({ threads: 2, memoryLimit: '500MB' });
    try {
      await prepare(db);
      const { Plan } = await analyze(db, 'SELECT i, few FROM items WHERE i > 20 ORDER BY few, i LIMIT 7 OFFSET 2');
      const [topN, scan] = ['TopN', 'Scan'].map((kind) => operators(Plan).find((node) => node['Node Type'] === kind)!);
      assert.equal(topN['Rows In'], scan['Actual Rows']);
      const passed = scan['Actual Rows'] as number;
      assert.ok(passed >= 9 && passed < 59_980, `${passed} rows`);
    } finally {
      await db.close();
    }
  });

  it('counts pages that the page index rules out', async () => {
    const path = join(folder, 'paged.parquet');
    const keys = Array.from({ length: 20_000 }, (_, i) => i);
    const rows = vectorFromArray(keys, new Int32());
    writeWithWasm(new Table(new Schema([new Field('k', new Int32(), false)]), { k: rows }), path, (builder) =>
      builder.setDictionaryEnabled(false).setDataPageSizeLimit(4000).setWriteBatchSize(64).setStatisticsEnabled(EnabledStatistics.Page),
    );
    const db = await open({ threads: 1, memoryLimit: '500MB' });
    try {
      const all = await analyze(db, `SELECT sum(k) FROM '${path}'`);
      const few = await analyze(db, `SELECT sum(k) FROM '${path}' WHERE k BETWEEN 5000 AND 5010`);
      const scans = [all, few].map(({ Plan }) => operators(Plan).find((node) => node['Node Type'] === 'Scan')!);
      assert.equal(scans[0]['Pages Skipped'], 0);
      assert.equal(scans[0]['Rows In'], 20_000);
      assert.equal(scans[1]['Actual Rows'], 11);
      const [rowsRead, pagesSkipped] = [scans[1]['Rows In'] as number, scans[1]['Pages Skipped'] as number];
      assert.ok(rowsRead < 2500 && pagesSkipped >= 15, `${rowsRead} rows, ${pagesSkipped} pages`);
      assert.ok((scans[1]['Bytes Read'] as number) < (scans[0]['Bytes Read'] as number));
    } finally {
      await db.close();
    }
  });

  it('shows a shared subplan once, where its rows were counted', async () => {
    const db = await open({ threads: 2, memoryLimit: '500MB' });
    try {
      await prepare(db);
      const lines = Array.from(
        (
          await db.query(
            'EXPLAIN ANALYZE WITH few AS (SELECT few, sum(i) AS total FROM items GROUP BY few) SELECT * FROM few AS a JOIN few AS b ON a.total = b.total + 60',
          )
        ).values(),
        ([line]) => line as string,
      );
      assert.equal(lines.filter((line) => line.includes('Materialize #')).length, 2);
      assert.equal(lines.filter((line) => line.endsWith('(shown above)')).length, 1);
      assert.match(lines.join('\n'), /60,000 +1,000 +\S+ +\d+ .*HashAggregate by few/);
      assert.match(lines.join('\n'), /^rows in +rows out +estimate +stage +operator$/m);
      assert.match(lines.at(-1)!, /^Execution Time: \d+\.\d ms$/);
    } finally {
      await db.close();
    }
  });

  it('compiles counters for nothing else', () => {
    const bytesOf = (profile: boolean) => {
      const stage = newStageCode({ compileFunctions: true, profile });
      const code = stage.function('run');
      stage.count(code, { kind: 'Values', columns: [], rows: [], estimatedRows: 0 }, 'rows');
      return { module: stage.module.finish('test').length, frame: stage.layout.bytes, counters: stage.counters.length };
    };
    const [ordinary, profiled] = [bytesOf(false), bytesOf(true)];
    assert.equal(ordinary.counters, 0);
    assert.equal(profiled.counters, 1);
    assert.ok(profiled.module > ordinary.module && profiled.frame > ordinary.frame);
  });

  it('reports bad options as PostgreSQL does', async () => {
    const db = await open({ threads: 1, memoryLimit: '500MB' });
    try {
      await assert.rejects(db.query('EXPLAIN (FORMAT toml) SELECT 1'), { sqlState: '22023' });
      await assert.rejects(db.query('EXPLAIN (FORMAT xml) SELECT 1'), { sqlState: '0A000' });
      await assert.rejects(db.query('EXPLAIN (NOISE) SELECT 1'), { sqlState: '42601' });
    } finally {
      await db.close();
    }
  });
});
