import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SqlError } from '#quern/errors.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { printStatement } from '#quern/sql/print.js';
import { scan } from '#quern/sql/tokens.js';
import { withoutPositions } from './without-positions.js';

const TEXTS = [
  "from 'a.csv' t, ['b', 'c'] select t.* exclude (a) replace (b + 1 as b), [1, [x]], try_cast(d as int), where x == 1 group by all order by all desc",
  'with a (x) as (from b) select x, sum(y) over (w order by z rows 1 preceding) from a left join c using (x) as j qualify rank() over w = 1 limit 1',
  "select case when a in (1, 2) then 'é' else '😀' end as \"Q q\", extract(year from d), interval '3' month from (select 1) s (d) where not exists (from t)",
  "copy (from 'x') to 'y' (format csv, partition_by (a, b)); describe t; summarize select * exclude a from t; insert into t (a, b) values (1, $1)",
  'create temp table t (a int not null default 1, b numeric(3, 2)[]); explain (analyze) select (f(x)).y[1:2] is distinct from \'z\' collate "C"',
];

describe('mutated statements', () => {
  before(() => loadParser());

  it('parse or fail with an SqlError that points into the text', function () {
    this.timeout(120_000);
    const seed = Number(process.env.QUERN_SEED ?? Date.now() % 2 ** 31);
    console.log(`    seed ${seed}`);
    const pieces = TEXTS.flatMap((text) => scan(text).tokens.map((token) => token.text));
    const edit = fc.record({
      at: fc.nat(60),
      kind: fc.constantFrom('delete', 'insert', 'replace', 'swap'),
      piece: fc.constantFrom(...pieces),
    });
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        const tokens = scan(text).tokens.map((token) => token.text);
        for (const { at, kind, piece } of edits) {
          const i = at % tokens.length;
          if (kind === 'swap') [tokens[i], tokens[i + 1]] = [tokens[i + 1] ?? '', tokens[i]];
          else tokens.splice(i, kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [piece]));
        }
        const sql = tokens.join(' ');
        try {
          for (const { statement } of parseStatements(sql)) {
            const printed = printStatement(statement);
            assert.deepEqual(withoutPositions(parseStatements(printed)[0].statement), withoutPositions(statement), `${sql}\n${printed}`);
          }
        } catch (error) {
          assert.ok(error instanceof SqlError, `${sql}\n${String(error)}`);
          assert.match(error.sqlState, /^(?:0A000|42601|22023|42P0\d)$/, `${sql}\n${error.message}`);
          assert.ok(
            error.position !== undefined && error.position >= 0 && error.position <= sql.length,
            `${sql}\n${error.message} at ${error.position}`,
          );
          assert.doesNotMatch(error.message, /\ue000/, sql);
        }
      }),
      { seed, numRuns: 5000 },
    );
  });
});
