import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExprNode, Identifier, QueryStatement, SelectNode, TypeNameNode } from '#quern/sql/ast.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { printExpr, printStatement } from '#quern/sql/print.js';
import { withoutPositions } from './without-positions.js';

const parse = (sql: string) => parseStatements(sql)[0].statement;
const exprOf = (sql: string): ExprNode => ((parse(`select ${sql}`) as QueryStatement).query.body as SelectNode).items[0].expr;

const name = (text: string, quoted = false): Identifier => ({ name: text, quoted });
const leaf = fc.oneof(
  fc
    .constantFrom<ExprNode>(
      { kind: 'NullLiteral' },
      { kind: 'BooleanLiteral', value: true },
      { kind: 'NumberLiteral', text: '1' },
      { kind: 'NumberLiteral', text: '-2' },
      { kind: 'NumberLiteral', text: '1.50e3' },
      { kind: 'ByteaLiteral', value: 'x1F' },
      { kind: 'ParameterRef', index: 2 },
      { kind: 'ColumnRef', name: [name('a')] },
      { kind: 'ColumnRef', name: [name('T'), name('select', true)] },
      { kind: 'ColumnRef', name: [name('a"b', true)] },
      { kind: 'Star', qualifier: [name('t')] },
    )
    .filter((expr) => expr.kind !== 'Star'),
  fc
    .string({ unit: 'grapheme' })
    .filter((value) => !value.includes('\0'))
    .map((value): ExprNode => ({ kind: 'StringLiteral', value })),
);

const type = fc.constantFrom<TypeNameNode>(
  { kind: 'TypeName', name: 'integer', modifiers: [], arrayDimensions: 0 },
  { kind: 'TypeName', name: 'numeric', modifiers: [10, 2], arrayDimensions: 1 },
  { kind: 'TypeName', name: 'character', modifiers: [3], arrayDimensions: 0 },
  { kind: 'TypeName', name: 'double precision', modifiers: [], arrayDimensions: 2 },
  { kind: 'TypeName', name: 'timestamp with time zone', modifiers: [3], arrayDimensions: 0 },
  { kind: 'TypeName', name: '"char"', modifiers: [], arrayDimensions: 0 },
  { kind: 'TypeName', name: 'interval', modifiers: [], fields: 'YEAR TO MONTH', arrayDimensions: 0 },
  { kind: 'TypeName', name: 'bpchar', modifiers: [], arrayDimensions: 0 },
  { kind: 'TypeName', name: 'interval', modifiers: [2], fields: 'DAY TO SECOND', arrayDimensions: 0 },
  { kind: 'TypeName', name: 'interval', modifiers: [6], arrayDimensions: 0 },
);

/** Trees as the parser makes them: it folds a minus into a number, and AND within AND on the left. */
const { expr } = fc.letrec<{ expr: ExprNode }>((tie) => {
  const e = tie('expr');
  const flag = fc.boolean();
  const call = (text: string, args: readonly ExprNode[]) => ({
    kind: 'FunctionCall' as const,
    name: [name(text)],
    args,
    star: false,
    distinct: false,
    orderBy: [],
    withinGroup: false,
  });
  return {
    expr: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({
        kind: fc.constant('BinaryOp' as const),
        operator: fc.constantFrom('+', '-', '*', '/', '%', '^', '||', '=', '<', '>=', '<>', '->>', '~', '!~*', '&', '<<', '@>'),
        left: e,
        right: e,
      }),
      fc
        .record({ kind: fc.constant('UnaryOp' as const), operator: fc.constantFrom('-', '+', '~', '@', '|/'), operand: e })
        .filter(({ operator, operand }) => !(operator === '-' && operand.kind === 'NumberLiteral')),
      fc
        .record({
          kind: fc.constant('LogicalOp' as const),
          operator: fc.constantFrom('AND' as const, 'OR' as const),
          operands: fc.array(e, { minLength: 2, maxLength: 3 }),
        })
        .filter(({ operator, operands: [first] }) => !(first.kind === 'LogicalOp' && first.operator === operator)),
      fc.record({ kind: fc.constant('NotOp' as const), operand: e }),
      fc.record({ kind: fc.constant('IsNullTest' as const), operand: e, negated: flag }),
      fc.record({
        kind: fc.constant('IsBooleanTest' as const),
        operand: e,
        test: fc.constantFrom('TRUE' as const, 'UNKNOWN' as const),
        negated: flag,
      }),
      fc.record({ kind: fc.constant('IsDistinctFrom' as const), left: e, right: e, negated: flag }),
      fc.record({ kind: fc.constant('Between' as const), operand: e, low: e, high: e, symmetric: flag, negated: flag }),
      fc.record({ kind: fc.constant('InList' as const), operand: e, items: fc.array(e, { minLength: 1, maxLength: 3 }), negated: flag }),
      fc.record({
        kind: fc.constant('Quantified' as const),
        operand: e,
        operator: fc.constantFrom('=', '<>', '>', '~~', '!~~*'),
        quantifier: fc.constantFrom('ANY' as const, 'ALL' as const),
        array: e,
      }),
      fc.record({
        kind: fc.constant('Like' as const),
        operator: fc.constantFrom('LIKE' as const, 'ILIKE' as const, 'SIMILAR TO' as const),
        operand: e,
        pattern: e,
        negated: flag,
      }),
      fc.record({
        kind: fc.constant('Like' as const),
        operator: fc.constantFrom('LIKE' as const, 'SIMILAR TO' as const),
        operand: e,
        pattern: e,
        escape: e,
        negated: flag,
      }),
      fc.record({
        kind: fc.constant('CaseExpr' as const),
        operand: e,
        branches: fc.array(fc.record({ when: e, then: e }), { minLength: 1, maxLength: 2 }),
        otherwise: e,
      }),
      fc.record({ kind: fc.constant('Cast' as const), operand: e, type }),
      fc.record({ kind: fc.constant('Cast' as const), operand: e, type, lenient: fc.constant(true) }),
      fc
        .tuple(fc.constantFrom('f', 'substring', 'overlay', 'left', 'grouping', 'Xy'), fc.array(e, { minLength: 1, maxLength: 3 }))
        .map(([text, args]) => call(text, args)),
      fc
        .tuple(fc.constantFrom('position', 'extract'), e, e)
        .map(([text, a, b]) => call(text, [text === 'extract' ? { kind: 'StringLiteral' as const, value: 'year' } : a, b])),
      fc.constantFrom(call('current_date', []), call('current_timestamp', [{ kind: 'NumberLiteral', text: '3' }]), call('now', [])),
      fc.record({ kind: fc.constant('ArrayConstructor' as const), elements: fc.array(e, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('RowConstructor' as const), elements: fc.array(e, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('Subscript' as const), operand: e, index: e, slice: fc.constant(false) }),
      fc.record({ kind: fc.constant('Subscript' as const), operand: e, index: e, upper: e, slice: fc.constant(true) }),
      fc.record({ kind: fc.constant('FieldAccess' as const), operand: e, field: fc.constantFrom(name('b'), name('A b', true)) }),
      fc.record({ kind: fc.constant('AtTimeZone' as const), operand: e, zone: e }),
      fc.record({ kind: fc.constant('Coalesce' as const), args: fc.array(e, { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: fc.constant('NullIf' as const), left: e, right: e }),
      fc.record({
        kind: fc.constant('Extremum' as const),
        which: fc.constantFrom('GREATEST' as const, 'LEAST' as const),
        args: fc.array(e, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('Collate' as const),
        operand: e,
        collation: fc.constantFrom([name('C', true)], [name('pg_catalog'), name('default', true)]),
      }),
    ),
  };
});

describe('printExpr', () => {
  before(() => loadParser());

  it('gives random trees back when parsed', function () {
    this.timeout(120_000);
    const seed = Number(process.env.QUERN_SEED ?? Date.now() % 2 ** 31);
    console.log(`    seed ${seed}`);
    fc.assert(
      fc.property(expr, (tree) => {
        const printed = printExpr(tree);
        assert.deepEqual(withoutPositions(exprOf(printed)), withoutPositions(tree), printed);
      }),
      { seed, numRuns: 3000 },
    );
  });

  for (const [sql, printed] of [
    ['((a) + (b)) + c', 'a + b + c'],
    ['a + (b + c)', 'a + (b + c)'],
    ['(a or b) and c', '(a OR b) AND c'],
    ['a or (b and c)', 'a OR b AND c'],
    ['not (a = 1)', 'NOT a = 1'],
    ['(not a) = 1', '(NOT a) = 1'],
    ['-(-a)', '-(-a)'],
    ['- (5)', '-5'],
    ['a - -5', 'a - -5'],
    ['a != 1', 'a <> 1'],
    ["date '1998-12-01' - interval '3' day", "CAST('1998-12-01' AS date) - CAST('3' AS interval day)"],
    ['a::int4[]', 'CAST(a AS integer[])'],
    ['a ~~ b', 'a LIKE b'],
    ['a isnull', 'a IS NULL'],
    ['a between b and c and d', 'a BETWEEN b AND c AND d'],
    ['(f(x)).y', '(f(x)).y'],
    ['trim(leading from a)', 'ltrim(a)'],
    ['substring(a for 2)', 'substring(a, 1, CAST(2 AS integer))'],
    ['a not in (select 1)', 'a NOT IN (SELECT 1)'],
    ['a operator(pg_catalog.+) b', 'a + b'],
    ['a collate "C" || b', 'a COLLATE "C" || b'],
    ['(a, b) = row(c, d)', 'ROW(a, b) = ROW(c, d)'],
    [
      'sum(distinct a order by b desc nulls last) filter (where c) over (w rows 1 preceding exclude ties)',
      'sum(DISTINCT a ORDER BY b DESC NULLS LAST) FILTER (WHERE c) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES)',
    ],
  ] as const) {
    it(`${sql} → ${printed}`, () => assert.equal(printExpr(exprOf(sql)), printed));
  }
});

describe('printStatement', () => {
  before(() => loadParser());

  for (const sql of [
    'WITH RECURSIVE a (x) AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a AS b (y) ORDER BY 1 DESC NULLS LAST LIMIT 1 OFFSET 2',
    '(SELECT 1 UNION SELECT 2) INTERSECT ALL SELECT 3 EXCEPT (SELECT 4 ORDER BY 1 LIMIT 1) ORDER BY 1 FETCH FIRST (3) ROWS WITH TIES',
    'SELECT DISTINCT ON (a, b) a FROM t CROSS JOIN (s LEFT JOIN r USING (x, y) AS j) FULL JOIN (q NATURAL JOIN p) AS z ON TRUE',
    'SELECT FROM LATERAL (VALUES (1, 2), (3, 4)) AS v, f(a => 1) WITH ORDINALITY AS g (x, y), h() AS h (a integer, b text[])',
    'SELECT a FROM t AS x TABLESAMPLE bernoulli (10) REPEATABLE (1) GROUP BY a, (), (a, b), ROLLUP (a, (b, c)), GROUPING SETS (CUBE (a, b), (), (a, b))',
    'CREATE OR REPLACE TEMPORARY VIEW v (a, "B") AS SELECT 1',
    'CREATE TEMPORARY TABLE IF NOT EXISTS s.t (a integer NOT NULL DEFAULT (1 + 2), b character varying(3)[])',
    'CREATE TABLE t (a, b) AS SELECT 1 WITH NO DATA',
    'INSERT INTO t (a, "B") VALUES (1, 2), (3, NULL)',
    'INSERT INTO t DEFAULT VALUES',
    "COPY t (a, b) FROM 'x.csv' WITH (format 'csv', header, delimiter ';')",
    "COPY (SELECT 1) TO STDOUT WITH (partition_by ('a', 'b'))",
    'DROP TABLE IF EXISTS a.b, "C" CASCADE',
    'DROP VIEW v',
    "SET search_path TO 'a', 'b'",
    'RESET search_path',
    'RESET ALL',
    'SHOW ALL',
    'SHOW a.b',
    'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
    'BEGIN',
    'COMMIT',
    'ROLLBACK',
    "EXPLAIN (ANALYZE 'true', FORMAT 'json') SELECT 1",
    'EXPLAIN CREATE TABLE t AS SELECT 1',
  ]) {
    it(sql, () => assert.equal(printStatement(parse(sql)), sql));
  }
});
