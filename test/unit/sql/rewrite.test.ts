import assert from 'node:assert/strict';
import type { QueryStatement, SelectNode } from '#quern/sql/ast.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { printStatement } from '#quern/sql/print.js';
import { withoutPositions } from './without-positions.js';

const parse = (sql: string) => parseStatements(sql)[0].statement;
const selectOf = (sql: string) => (parse(sql) as QueryStatement).query.body as SelectNode;

/** Friendly text, and what it prints as: the printer writes PostgreSQL's words where there are any. */
const REWRITES: readonly (readonly [string, string])[] = [
  ["select * from 'a.parquet'", "SELECT * FROM 'a.parquet'"],
  [
    "select x.a from 'd/*.csv' as x join 'b''c.csv' y on x.a = y.a, $$q$$",
    "SELECT x.a FROM 'd/*.csv' AS x JOIN 'b''c.csv' AS y ON x.a = y.a, 'q'",
  ],
  ["select * from ['a.csv', 'b.csv'] t(x)", "SELECT * FROM ['a.csv', 'b.csv'] AS t (x)"],
  ["select * from ('a' cross join 'b')", "SELECT * FROM 'a' CROSS JOIN 'b'"],
  ["select * from a left join b on x = 'y', 'f'", "SELECT * FROM a LEFT JOIN b ON x = 'y', 'f'"],
  [
    "select extract(year from 'x'), trim(both 'a' from 'b'), substring('a' from 'b'), a is distinct from 'x', a is not distinct from 'z' from 'f'",
    "SELECT EXTRACT('year' FROM 'x'), btrim('b', 'a'), substring('a', 'b'), a IS DISTINCT FROM 'x', a IS NOT DISTINCT FROM 'z' FROM 'f'",
  ],
  ['from t', 'SELECT * FROM t'],
  ['from t where a order by b limit 1', 'SELECT * FROM t WHERE a ORDER BY b LIMIT 1'],
  [
    'from t, (from s) u select distinct a, count(*) where b group by a',
    'SELECT DISTINCT a, count(*) FROM t, (SELECT * FROM s) AS u WHERE b GROUP BY a',
  ],
  ['from a union all from b except (from c select x)', 'SELECT * FROM a UNION ALL SELECT * FROM b EXCEPT SELECT x FROM c'],
  ['with a as (from b) from a', 'WITH a AS (SELECT * FROM b) SELECT * FROM a'],
  ['select 1 where x in (from t) and exists (from s)', 'SELECT 1 WHERE x IN (SELECT * FROM t) AND EXISTS (SELECT * FROM s)'],
  ["create table t as from 'x.csv'", "CREATE TABLE t AS SELECT * FROM 'x.csv'"],
  [
    `from read_csv('a.csv', columns = {'id': 'integer', n : 'it''s', "q r": 'text'})`,
    `SELECT * FROM read_csv('a.csv', columns = '{"id":"integer","n":"it''s","q r":"text"}')`,
  ],
  ['create or replace table t (a int)', 'CREATE OR REPLACE TABLE t (a integer)'],
  ["create or replace temp table t as from 'x.csv'", "CREATE OR REPLACE TEMPORARY TABLE t AS SELECT * FROM 'x.csv'"],
  ["insert into t (a) from 'x.csv'", "INSERT INTO t (a) SELECT * FROM 'x.csv'"],
  ['create view v as from t', 'CREATE VIEW v AS SELECT * FROM t'],
  ["copy (from 'x') to 'y' (format csv)", "COPY (SELECT * FROM 'x') TO 'y' WITH (format 'csv')"],
  ['explain from t', 'EXPLAIN SELECT * FROM t'],
  [
    'select [1, [2, 3]], a[1], [a[2]], f([x]), [] || b[1:2]',
    'SELECT ARRAY[1, ARRAY[2, 3]], a[1], ARRAY[a[2]], f(ARRAY[x]), ARRAY[] || b[1:2]',
  ],
  ["select * from read_parquet(['a', 'b'], x => [1])", "SELECT * FROM read_parquet(ARRAY['a', 'b'], x => ARRAY[1])"],
  ['select * exclude (a, "B") from t', 'SELECT * EXCLUDE (a, "B") FROM t'],
  [
    'select t.* exclude a, s.u.* replace (cast(x as int) + 1 as y, f(z, w) as "W") from t',
    'SELECT t.* EXCLUDE (a), s.u.* REPLACE (CAST(x AS integer) + 1 AS y, f(z, w) AS "W") FROM t',
  ],
  [
    'select * exclude (a) replace (b * exclude(c) as b), d * replace(e, f) from t',
    'SELECT * EXCLUDE (a) REPLACE (b * exclude(c) AS b), d * replace(e, f) FROM t',
  ],
  ['select a, sum(b) from t group by all having c', 'SELECT a, sum(b) FROM t GROUP BY ALL HAVING c'],
  ['select a from t order by all desc nulls last limit 1', 'SELECT a FROM t ORDER BY ALL DESC NULLS LAST LIMIT 1'],
  ['select a from (select b from t group by all order by all) x', 'SELECT a FROM (SELECT b FROM t GROUP BY ALL ORDER BY ALL) AS x'],
  [
    'select a from t qualify row_number() over (order by x) = 1 order by 1',
    'SELECT a FROM t QUALIFY row_number() OVER (ORDER BY x) = 1 ORDER BY 1',
  ],
  [
    'select a from t window w as (order by b) qualify rank() over w < 3',
    'SELECT a FROM t WINDOW w AS (ORDER BY b) QUALIFY rank() OVER w < 3',
  ],
  ['select a from t where b group by a having c qualify d', 'SELECT a FROM t WHERE b GROUP BY a HAVING c QUALIFY d'],
  ['select a == b, c == d || e from t where x == 1', 'SELECT a = b, c = d || e FROM t WHERE x = 1'],
  ["select a == b from 'f'", "SELECT a = b FROM 'f'"],
  ['select a, b, from t group by a, b, order by a,', 'SELECT a, b FROM t GROUP BY a, b ORDER BY a'],
  ['select a in (1, 2,), [1,], f(x,)', 'SELECT a IN (1, 2), ARRAY[1], f(x)'],
  ['select d + interval 1 day - interval 2.5 HOURS', "SELECT d + CAST('1 day' AS interval) - CAST('2.5 HOURS' AS interval)"],
  ['describe t', 'DESCRIBE SELECT * FROM t'],
  ["desc 'x.csv'", "DESCRIBE SELECT * FROM 'x.csv'"],
  ['describe select a from t', 'DESCRIBE SELECT a FROM t'],
  ['summarize from t where a', 'SUMMARIZE SELECT * FROM t WHERE a'],
  ['summarize s.t', 'SUMMARIZE SELECT * FROM s.t'],
  ['show tables', 'SHOW tables'],
  [
    "select try_cast(a as int), cast(b as int), try_cast(f('x') as numeric(4, 2)) from t",
    "SELECT TRY_CAST(a AS integer), CAST(b AS integer), TRY_CAST(f('x') AS numeric(4, 2)) FROM t",
  ],
  [
    'select lag(a ignore nulls) over (order by b), first_value(c) respect nulls over w from t window w as ()',
    'SELECT lag(a) IGNORE NULLS OVER (ORDER BY b), first_value(c) RESPECT NULLS OVER w FROM t WINDOW w AS ()',
  ],
];

describe('friendly syntax', () => {
  before(() => loadParser());

  for (const [sql, printed] of REWRITES) {
    it(sql, () => {
      assert.equal(printStatement(parse(sql)), printed);
      assert.deepEqual(withoutPositions(parse(printed)), withoutPositions(parse(sql)));
    });
  }

  it('keeps positions in the text that was written', () => {
    const sql = "from 'é😀.csv' as Töp select [Ä, b], * exclude (c), where try_cast(d as int) qualify f() over w";
    const select = selectOf(sql);
    const at = (part: string) => sql.indexOf(part);
    assert.equal(select.from[0].at, at("'é"));
    assert.equal(select.items[0].expr.at, at('['));
    assert.equal((select.items[0].expr as { elements: readonly { at?: number }[] }).elements[0].at, at('Ä'));
    assert.equal(select.items[1].expr.at, at('*'));
    assert.equal(select.where?.at, at('try_cast'));
    assert.equal(select.qualify?.at, at('f() over'));
    assert.deepEqual((select.from[0] as { alias: unknown }).alias, { name: { name: 'Töp', quoted: false, at: at('Töp') }, columns: [] });
  });

  it('does not mistake names for its markers', () => {
    for (const sql of ['select "\ue000star" from t', 'select U&"\\E000star" from t', 'select u&"\\+00E000star" from t']) {
      assert.throws(() => parseStatements(sql), { sqlState: '0A000', position: 7 });
    }
    assert.equal(printStatement(parse("select '\ue000star' from 'x'")), "SELECT '\ue000star' FROM 'x'");
  });

  // Where a rewrite gets further into the text than PostgreSQL's grammar did, its error is the one that helps.
  for (const [sql, message, position] of [
    ['selec 1', 'syntax error at or near "selec"', 0],
    ["from 'é' where a = = 1", 'syntax error at or near "="', 19],
    ["select a, b frm 'x'", 'syntax error at or near "\'x\'"', 16],
    ['describe t t t', 'syntax error at or near "t"', 13],
    ['describe', 'syntax error at or near "describe"', 0],
    ['select a from t order by all, b', 'syntax error at or near "all"', 25],
    ['select sum(a) over (order by all) from t', 'syntax error at or near "all"', 29],
    ['select a + * exclude (b) from t', 'syntax error at or near "*"', 11],
    ['select ,a from t', 'syntax error at or near ","', 7],
    ['select [1 from t', 'syntax error at or near "from"', 10],
    ["select 'é', [1] from", 'syntax error at end of input', 20],
  ] as const) {
    it(`${sql}: ${message}`, () => assert.throws(() => parseStatements(sql), { sqlState: '42601', message, position }));
  }
});
