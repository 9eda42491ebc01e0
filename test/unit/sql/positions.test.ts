import assert from 'node:assert/strict';
import type { Identifier, QueryStatement, SelectNode } from '#quern/sql/ast.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';

const selectOf = (sql: string) => (parseStatements(sql)[0].statement as QueryStatement).query.body as SelectNode;

/** Every identifier in a tree, in no order. */
function identifiersIn(node: unknown): Identifier[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'quoted' in node ? [node as Identifier] : [];
  return [...own, ...Object.values(node).flatMap(identifiersIn)];
}

describe('positions', () => {
  before(() => loadParser());

  it('count UTF-16 code units after characters of any width', () => {
    const sql = "select 'é', '😀' || '漢字', \"Ünï😀\".\"x\", f(Ärger) from Straße where ö = 1";
    const { items, from, where } = selectOf(sql);
    assert.deepEqual(
      items.map(({ at }) => at),
      ["'é'", "'😀'", '"Ünï', 'f(Ä'].map((part) => sql.indexOf(part)),
    );
    assert.equal(items[1].expr.at, sql.indexOf('||'));
    assert.equal(from[0].at, sql.indexOf('Straße'));
    assert.equal(where?.at, sql.lastIndexOf('='));
  });

  it('lead from every identifier to where it was written, spelled so', () => {
    const sql = `with Cte(Aa, "Bb") as (select 1, 2)
      select T.Col as Alias, "Q"."C" "Al", Schema1 . /* x */ Tab . Col3 Bare, Sum(Xx) over (Win partition by Pp order by Oo) as Last
      from S1.Tab1 as T(C1, "C2") join (select (Aa) Zz from Cte) Sub using (Id1, "Id2") as Uu, lateral F1(Arg => A1) with ordinality as Fa(X1, Y1),
        (T3 cross join T4) as Jj(J1), G() as Gg(Ga int, "Gb" text)
      where Exists (select Inner1 from T5 as Deep) window Win as (partition by Ww)
      union select Rr as Ss from Uu order by Srt collate "C"`;
    const found = identifiersIn(parseStatements(sql)[0].statement);
    assert.ok(found.length > 50, `${found.length} identifiers`);
    for (const { name, quoted, at } of found) {
      const written = quoted ? `"${name}"` : name;
      assert.ok(at !== undefined && sql.startsWith(written, at), `${written} at ${at}`);
    }
  });

  it('of errors count code units too', () => {
    for (const [sql, position] of [
      ["select 'é😀' frm frm frm", 17],
      ['select é é é', 11],
      ["é;\nselect '😀' from from", 0],
      ["select 'é'; select '😀' from from", 29],
    ] as const) {
      assert.throws(() => parseStatements(sql), { sqlState: '42601', position }, sql);
    }
  });

  it('of statements are where they stand in the script', () => {
    const sql = "/* é */ select '😀' ; \n create view V as select 1;";
    assert.deepEqual(
      parseStatements(sql).map(({ start, end }) => sql.slice(start, end)),
      ["select '😀'", 'create view V as select 1'],
    );
    assert.throws(() => parseStatements('select 1; /* 😀 */ vacuum t'), {
      sqlState: '0A000',
      message: 'VACUUM is not supported',
      position: 19,
    });
  });

  it('of what cannot be read name the character', () => {
    assert.throws(() => parseStatements("select 'a\0b'"), { sqlState: '22021', position: 9 });
    assert.throws(() => parseStatements("select 'a\ud800b'"), { sqlState: '22021', position: 9 });
    assert.throws(() => parseStatements("select 1; select 'é"), {
      sqlState: '42601',
      message: 'unterminated quoted string at or near "\'é"',
      position: 17,
    });
  });

  it('count parameters', () => {
    assert.deepEqual(
      parseStatements("select $1, '$9', $3; select 1").map(({ parameterCount }) => parameterCount),
      [3, 0],
    );
  });
});
