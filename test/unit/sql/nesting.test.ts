import assert from 'node:assert/strict';
import { SqlError } from '#quern/errors.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { parseTree } from '#quern/sql/postgres/library.js';
import { printStatement } from '#quern/sql/print.js';

const DEEP: Readonly<Record<string, (n: number) => string>> = {
  parentheses: (n) => `select ${'('.repeat(n)}1${')'.repeat(n)}`,
  brackets: (n) => `select ${'['.repeat(n)}1${']'.repeat(n)}`,
  unclosed: (n) => `select ${'('.repeat(n)}`,
  calls: (n) => `select ${'f('.repeat(n)}1${')'.repeat(n)}`,
  sums: (n) => `select 1${' + 1'.repeat(n)}`,
  negations: (n) => `select ${'not '.repeat(n)}a`,
  cases: (n) => `select ${'case when true then '.repeat(n)}1${' end'.repeat(n)}`,
  subqueries: (n) => `select * from ${'(select * from '.repeat(n)}t${') t'.repeat(n)}`,
  unions: (n) => `select 1${' union all select 1'.repeat(n)}`,
  joins: (n) => `select * from t${' cross join t'.repeat(n)}`,
  casts: (n) => `select 1${'::int'.repeat(n)}`,
  subscripts: (n) => `select a${'[1]'.repeat(n)}`,
};

describe('nesting', () => {
  before(() => loadParser());

  for (const [name, text] of Object.entries(DEEP)) {
    it(`of 10,000 ${name} is a clear error`, () => {
      assert.throws(
        () => parseStatements(text(10_000)),
        (error) => error instanceof SqlError && (error.sqlState === '54001' || error.sqlState === '42601'),
      );
    });

    if (name === 'unclosed') continue;
    it(`of 300 ${name} parses and prints`, () => {
      const [{ statement }] = parseStatements(text(300));
      parseStatements(printStatement(statement));
    });
  }

  it('does not count what only stands side by side', () => {
    const list = Array.from({ length: 50_000 }, (_, i) => `(${i}, 'x')`).join(', ');
    parseStatements(`insert into t values ${list}`);
    parseStatements(`select 1 where ${Array.from({ length: 5000 }, (_, i) => `a + 1 = ${i}`).join(' or ')}`);
  });

  it('that the guard does not see leaves the parser usable, however often', async () => {
    const text = DEEP.sums(20_000);
    for (let i = 0; i < 40; i++) {
      assert.throws(() => parseTree(text, (at) => at), { sqlState: '54001' });
      // The replacement loads between two statements, as it does in an application.
      await new Promise((resolve) => setTimeout(resolve, 1));
      parseStatements('select 1');
    }
  });
});
