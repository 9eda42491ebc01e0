import assert from 'node:assert/strict';
import { array, BIGINT, BOOLEAN, decimal, DOUBLE, INTEGER, TEXT, typeName, UNKNOWN, type SqlType } from '#quern/data/types.js';
import type { Catalog } from '#quern/planner/catalog.js';
import { bindExpression, bindQuery, bindQueryInto, castBoundQuery } from '#quern/planner/bind/index.js';
import type { Expr } from '#quern/planner/logical/expr.js';
import { printExpr, printPlan } from '#quern/planner/logical/print.js';
import { verifyPlan } from '#quern/planner/logical/verify.js';
import { SqlError } from '#quern/errors.js';
import type { ExprNode } from '#quern/sql/ast.js';
import { bindSql, catalogFrom, catalogOf, contextOf, queryOf, tableOf } from '../../../support/bind.js';

function exprOf(sql: string): ExprNode {
  const { body } = queryOf(`SELECT ${sql}`);
  if (body.kind !== 'Select') throw new Error('no select');
  return body.items[0].expr;
}

/** [expression, its type, its value or its printed form when it is no constant]. */
const CONSTANTS: readonly (readonly [sql: string, type: SqlType, value: Expr extends never ? never : unknown])[] = [
  ['1', INTEGER, 1],
  ['-2147483648', INTEGER, -2147483648],
  ['2147483648', BIGINT, 2147483648n],
  ['9223372036854775807', BIGINT, 9223372036854775807n],
  ['9223372036854775808', decimal(19, 0), 9223372036854775808n],
  ['1.50', decimal(3, 2), 150n],
  ['.05', decimal(2, 2), 5n],
  ['007.10', decimal(3, 2), 710n],
  ['1e3', decimal(4, 0), 1000n],
  ['1.5e-3', decimal(4, 4), 15n],
  ['1e100', DOUBLE, 1e100],
  ["'x'", TEXT, 'x'],
  ['NULL', TEXT, null],
  ['true', BOOLEAN, true],
  ["'42'::int", INTEGER, 42],
  ["'1.25'::numeric", decimal(3, 2), 125n],
  ["'1.25'::numeric(10,1)", decimal(10, 1), 13n],
  ["'abcdef'::varchar(3)", TEXT, 'abc'],
  ['1.50::numeric', decimal(3, 2), 150n],
  ['7::numeric', decimal(10, 0), 7n],
  ['ARRAY[1, 2.5]', array(decimal(2, 1)), [10n, 25n]],
  ['ARRAY[]::bigint[]', array(BIGINT), []],
  ["ARRAY['1', '2']::int[]", array(INTEGER), [1, 2]],
  ['CASE WHEN true THEN 1 ELSE NULL END', INTEGER, undefined],
  ['1 + 2', INTEGER, 3],
  ["1 = '1'", BOOLEAN, true],
  ['2 * 1.5', decimal(3, 1), 30n],
];

describe('types of expressions', () => {
  let catalog: Catalog;
  before(async () => {
    catalog = await catalogFrom('CREATE TABLE t (i int, s smallint, n numeric(10,2), f float8, c text, l int[])');
  });

  for (const [sql, type, value] of CONSTANTS) {
    it(`${sql} is ${typeName(type)}`, () => {
      const expr = bindExpression(exprOf(sql), contextOf(catalog));
      assert.equal(typeName(expr.type), typeName(type));
      if (value !== undefined) assert.deepEqual(expr.kind === 'Literal' ? expr.value : printExpr(expr), value);
    });
  }

  const columns: readonly (readonly [sql: string, printed: string, type: SqlType])[] = [
    // An untyped literal takes the type of the other side, and no column is cast for it.
    ["n > '1.5'", 't.n:3 > 1.50', BOOLEAN],
    ['n > 1', 't.n:3 > 1.00', BOOLEAN],
    ['f > 1', 't.f:4 > 1', BOOLEAN],
    ["i = '3'", 't.i:1 = 3', BOOLEAN],
    ['s IN (1, 2)', 't.s:2 in (1, 2)', BOOLEAN],
    ["c IN ('a', NULL)", "t.c:5 in ('a', NULL)", BOOLEAN],
    ['coalesce(i, s, 0)', 'coalesce(t.i:1, cast(t.s:2 as integer), 0)', INTEGER],
    [
      'CASE i WHEN 1 THEN n WHEN 2 THEN 3.125 END',
      'case when t.i:1 = 1 then cast(t.n:3 as numeric(11,3)) when t.i:1 = 2 then 3.125 else NULL end',
      decimal(11, 3),
    ],
    ['n + 1', 't.n:3 + 1', decimal(11, 2)],
    ['n / 4', 't.n:3 / 4', decimal(24, 16)],
    ['coalesce(n, 0)', 'coalesce(t.n:3, 0.00)', decimal(10, 2)],
    ['s = 40000', 'cast(t.s:2 as integer) = 40000', BOOLEAN],
    ['i::numeric', 'cast(t.i:1 as numeric(10,0))', decimal(10, 0)],
    ['f::numeric', 'cast(t.f:4 as numeric(38,10))', decimal(38, 10)],
    ['nullif(i, 0)', 'case when t.i:1 = 0 then NULL else t.i:1 end', INTEGER],
    ["(i, c) = (1, 'x')", "t.i:1 = 1 and t.c:5 = 'x'", BOOLEAN],
    ['(i, s) < (1, 2)', 't.i:1 < 1 or t.i:1 = 1 and t.s:2 < 2', BOOLEAN],
    ['i IS DISTINCT FROM n', 'cast(t.i:1 as numeric(12,2)) is distinct from cast(t.n:3 as numeric(12,2))', BOOLEAN],
    ['i BETWEEN SYMMETRIC 3 AND 1', 't.i:1 >= 3 and t.i:1 <= 1 or t.i:1 >= 1 and t.i:1 <= 3', BOOLEAN],
  ];
  for (const [sql, printed, type] of columns) {
    it(`${sql} is ${printed}`, async () => {
      const { plan } = await bindSql(`SELECT ${sql} FROM t`, catalog);
      assert.equal(plan.kind, 'Project');
      if (plan.kind !== 'Project') return;
      assert.equal(
        printPlan(plan)
          .split('\n')[0]
          .replace(/^Project \[[^ ]+ = (.*)\]$/, '$1'),
        printed,
      );
      assert.equal(typeName(plan.items[0].type), typeName(type));
    });
  }

  it('a string parameter takes the type of the other side, others keep theirs', async () => {
    const parameters = [
      { type: UNKNOWN, value: '7' },
      { type: BIGINT, value: 8n },
      { type: UNKNOWN, value: null },
    ];
    const { plan } = await bindSql('SELECT 1 FROM t WHERE i = $1 AND i < $2 AND c = $3', catalog, parameters);
    assert.match(printPlan(plan), /Filter t\.i:1 = 7 and cast\(t\.i:1 as bigint\) < 8 and t\.c:5 = NULL/);
  });

  it('names match whatever their case, an exact match first', async () => {
    const mixed = catalogOf(
      new Map([
        [
          'm',
          tableOf('m', [
            ['Total', INTEGER],
            ['total', TEXT],
            ['Name', TEXT],
          ]),
        ],
      ]),
    );
    const outputs = async (sql: string) => (await bindSql(sql, mixed)).outputs.map(({ name, column }) => `${name} ${column.type.kind}`);
    assert.deepEqual(await outputs('SELECT "Total", total, NAME FROM M'), ['Total integer', 'total text', 'NAME text']);
    await assert.rejects(outputs('SELECT TOTAL FROM m'), (error) => error instanceof SqlError && error.sqlState === '42702');
  });

  it('fields of structs', async () => {
    const inner: SqlType = { kind: 'struct', fields: [{ name: 'Lat', type: DOUBLE }] };
    const structs = catalogOf(new Map([['p', tableOf('p', [['place', { kind: 'struct', fields: [{ name: 'at', type: inner }] }]])]]));
    const { outputs } = await bindSql('SELECT (place).at, p.place.at.lat, place.at FROM p', structs);
    assert.deepEqual(
      outputs.map(({ name, column }) => [name, column.type.kind]),
      [
        ['at', 'struct'],
        ['lat', 'double'],
        ['at', 'struct'],
      ],
    );
    await assert.rejects(bindSql('SELECT (place).ta FROM p', structs), /column "ta" not found/);
  });

  describe('rows to be stored', () => {
    const targets = [
      { name: 'n', type: decimal(10, 2) },
      { name: 'c', type: TEXT },
      { name: 'b', type: BOOLEAN },
    ];

    it("take the columns' types value by value", async () => {
      const { plan, outputs } = await bindQueryInto(queryOf("VALUES ('1.5', 2, 't'), (3, 'x', NULL)"), targets, contextOf(catalog));
      verifyPlan(plan);
      assert.deepEqual(
        outputs.map(({ name, column }) => [name, typeName(column.type)]),
        [
          ['n', 'numeric(10,2)'],
          ['c', 'text'],
          ['b', 'boolean'],
        ],
      );
      assert.equal(printPlan(plan), "Values [column1:1, column2:2, column3:3] (1.50, '2', true) (3.00, 'x', NULL)");
    });

    it('are cast above DISTINCT', async () => {
      const { plan } = await bindQueryInto(queryOf("SELECT DISTINCT i, 'k' FROM t"), targets, contextOf(catalog));
      verifyPlan(plan);
      assert.match(printPlan(plan), /^Project \[i:8 = cast\(t\.i:1 as numeric\(10,2\)\), \?column\?:7\]\n└─ Aggregate/);
    });

    it('that do not fit are 42804, too many 42601', async () => {
      await assert.rejects(
        bindQueryInto(queryOf("SELECT 1, 'x', i FROM t"), targets, contextOf(catalog)),
        (error) =>
          error instanceof SqlError &&
          error.sqlState === '42804' &&
          error.message === 'column "b" is of type boolean but expression is of type integer',
      );
      await assert.rejects(
        bindQueryInto(queryOf("SELECT 1, 'x', true, 4"), targets, contextOf(catalog)),
        (error) => error instanceof SqlError && error.sqlState === '42601',
      );
    });

    it('may be cast after binding', async () => {
      const bound = await bindQuery(queryOf('SELECT i, c, true FROM t'), contextOf(catalog));
      const cast = castBoundQuery(bound, targets, contextOf(catalog));
      verifyPlan(cast.plan);
      assert.deepEqual(
        cast.outputs.map(({ name, column }) => [name, typeName(column.type)]),
        [
          ['n', 'numeric(10,2)'],
          ['c', 'text'],
          ['b', 'boolean'],
        ],
      );
    });
  });
});
