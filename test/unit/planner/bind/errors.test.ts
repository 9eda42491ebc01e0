import assert from 'node:assert/strict';
import { SqlError } from '#quern/errors.js';
import type { Catalog } from '#quern/planner/catalog.js';
import { bindSql, catalogFrom } from '../../../support/bind.js';

/** [sql with ^ before the reported position, SQLSTATE, message, hint]. */
type Case = readonly [sql: string, sqlState: string, message: string, hint?: string];

const CASES: readonly Case[] = [
  // names
  ['SELECT ^nam FROM people', '42703', 'column "nam" does not exist', 'Did you mean "name"?'],
  ['SELECT ^p.nam FROM people p', '42703', 'column p.nam does not exist', 'Did you mean "p.name"?'],
  ['SELECT ^people.name FROM people p', '42P01', 'missing FROM-clause entry for table "people"'],
  ['SELECT * FROM ^peopel', '42P01', 'relation "peopel" does not exist', 'Did you mean "people"?'],
  ['SELECT ^id FROM people, orders', '42702', 'column reference "id" is ambiguous'],
  ['SELECT * FROM people x, orders x', '42712', 'table name "x" specified more than once'],
  ['SELECT ^coutn(*) FROM people', '42883', 'function coutn() does not exist'],
  ['SELECT name ^+ age FROM people', '42883', 'operator does not exist: text + integer'],
  ['SELECT ^$2', '42P02', 'there is no parameter $2'],
  ['SELECT name::^txt FROM people', '42704', 'type "txt" does not exist', 'Did you mean "text"?'],
  ['SELECT * FROM people AS ^p(a, b, c, d, e)', '42P10', 'table "p" has 4 columns available but 5 columns specified'],
  [
    'SELECT * FROM people JOIN orders USING (^customer)',
    '42703',
    'column "customer" specified in USING clause does not exist in left table',
  ],
  [
    'SELECT * FROM people a JOIN orders o ON a.id = o.person JOIN people b USING (^id)',
    '42702',
    'common column name "id" appears more than once in left table',
  ],
  ['WITH q AS (SELECT 1), ^q AS (SELECT 2) SELECT * FROM q', '42712', 'WITH query name "q" specified more than once'],
  // types
  ["SELECT age = ^'x' FROM people", '22P02', 'invalid input syntax for type integer: "x"'],
  ['SELECT * FROM people WHERE ^age', '42804', 'argument of WHERE must be type boolean, not type integer'],
  ['SELECT CASE WHEN true THEN age ELSE name END FROM people', '42804', 'CASE types integer and text cannot be matched'],
  ['SELECT age FROM people UNION SELECT name FROM people', '42804', 'UNION types integer and text cannot be matched'],
  ['SELECT age FROM people UNION SELECT id, name FROM people', '42601', 'each UNION query must have the same number of columns'],
  ['SELECT (SELECT id, name FROM people)', '42601', 'subquery must return only one column'],
  ['SELECT id IN (SELECT id, name FROM people) FROM people', '42601', 'subquery has too many columns'],
  ['SELECT (id, name) = (1, 2, 3) FROM people', '42601', 'unequal number of entries in row expressions'],
  ['VALUES (1, 2), (^3)', '42601', 'VALUES lists must all be the same length'],
  // grouping
  [
    'SELECT ^name, count(*) FROM people',
    '42803',
    'column "people.name" must appear in the GROUP BY clause or be used in an aggregate function',
  ],
  [
    'SELECT age + 1 FROM people GROUP BY age HAVING ^name = 1::text',
    '42803',
    'column "people.name" must appear in the GROUP BY clause or be used in an aggregate function',
  ],
  [
    'SELECT age, (SELECT count(*) FROM orders WHERE person = ^people.id) FROM people GROUP BY age',
    '42803',
    'subquery uses ungrouped column "people.id" from outer query',
  ],
  ['SELECT 1 FROM people WHERE ^sum(age) > 1', '42803', 'aggregate functions are not allowed in WHERE'],
  ['SELECT 1 FROM people JOIN orders ON ^sum(age) > 1', '42803', 'aggregate functions are not allowed in JOIN conditions'],
  ['SELECT ^sum(count(*)) FROM people', '42803', 'aggregate function calls cannot be nested'],
  ['SELECT count(*) FROM people GROUP BY ^count(*)', '42803', 'aggregate functions are not allowed in GROUP BY'],
  [
    'SELECT grouping(^name) FROM people GROUP BY age',
    '42803',
    'arguments to GROUPING must be grouping expressions of the associated query level',
  ],
  // clauses
  ['SELECT name FROM people ORDER BY ^2', '42P10', 'ORDER BY position 2 is not in select list'],
  ['SELECT name FROM people GROUP BY ^3', '42P10', 'GROUP BY position 3 is not in select list'],
  ["SELECT name FROM people ORDER BY ^'x'", '42601', 'non-integer constant in ORDER BY'],
  ['SELECT DISTINCT name FROM people ORDER BY ^age', '42P10', 'for SELECT DISTINCT, ORDER BY expressions must appear in select list'],
  ['SELECT id AS x, age AS x FROM people ORDER BY ^x', '42702', 'ORDER BY "x" is ambiguous'],
  ['SELECT 1 LIMIT ^-1', '2201W', 'LIMIT must not be negative'],
  ['SELECT 1 OFFSET ^-1', '2201X', 'OFFSET must not be negative'],
  ['SELECT id FROM people FETCH FIRST 2 ROWS WITH TIES', '42601', 'WITH TIES cannot be specified without ORDER BY clause'],
  ['SELECT ^*', '42601', 'SELECT * with no tables specified is not valid'],
  ['SELECT * EXCLUDE (^nmae) FROM people', '42703', 'column "nmae" does not exist', 'Did you mean "name"?'],
  // windows
  ['SELECT 1 FROM people WHERE ^row_number() OVER () = 1', '42P20', 'window functions are not allowed in WHERE'],
  ['SELECT ^row_number() FROM people', '42809', 'window function row_number requires an OVER clause'],
  ['SELECT sum(age) OVER ^w FROM people', '42704', 'window "w" does not exist'],
  [
    'SELECT sum(age) OVER ^(w ORDER BY age) FROM people WINDOW w AS (ORDER BY name)',
    '42P20',
    'cannot override ORDER BY clause of window "w"',
  ],
  ['SELECT ^sum(row_number() OVER ()) OVER () FROM people', '42P20', 'window function calls cannot be nested'],
  // recursion, LATERAL
  [
    'WITH RECURSIVE ^q AS (SELECT 1 AS n UNION ALL SELECT n + 0.5 FROM q) SELECT * FROM q',
    '42804',
    'recursive query "q" column 1 has type integer in non-recursive term but type numeric overall',
  ],
  [
    'WITH RECURSIVE q AS (SELECT n FROM ^q UNION ALL SELECT 1) SELECT * FROM q',
    '42P19',
    'recursive reference to query "q" must not appear within its non-recursive term',
  ],
  [
    'SELECT * FROM people p RIGHT JOIN LATERAL (SELECT * FROM orders WHERE person = ^p.id) o ON true',
    '42P10',
    'invalid reference to column "id" from LATERAL',
  ],
  ['SELECT * FROM people p, (SELECT * FROM orders WHERE person = ^p.id) o', '42P01', 'missing FROM-clause entry for table "p"'],
];

describe('binding errors', () => {
  let catalog: Catalog;
  before(async () => {
    catalog = await catalogFrom(
      'CREATE TABLE people (id int, name text, age int, height float8); CREATE TABLE orders (id bigint, person int, total numeric(12,2))',
    );
  });

  for (const [marked, sqlState, message, hint] of CASES) {
    it(marked, async () => {
      const position = marked.indexOf('^');
      await assert.rejects(bindSql(marked.replace('^', ''), catalog), (error) => {
        assert.ok(error instanceof SqlError, String(error));
        assert.deepEqual({ sqlState: error.sqlState, message: error.message }, { sqlState, message });
        if (position >= 0) assert.equal(error.position, position);
        if (hint !== undefined) assert.equal(error.hint, hint);
        return true;
      });
    });
  }
});
