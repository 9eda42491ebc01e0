import assert from 'node:assert/strict';
import { SqlError } from '#quern/errors.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { printStatement } from '#quern/sql/print.js';
import { corpora } from './corpora.js';
import { withoutPositions } from './without-positions.js';

describe('the corpora', () => {
  const texts = corpora();
  before(async function () {
    if (texts === undefined) this.skip();
    await loadParser();
  });

  it('parse, or fail with 0A000 where PostgreSQL accepts and 42601 where it refuses', () => {
    let parsed = 0;
    for (const { name, sql, postgres } of texts!) {
      try {
        parseStatements(sql);
        parsed++;
      } catch (error) {
        assert.ok(error instanceof SqlError, `${name}: ${String(error)}`);
        assert.match(error.sqlState, postgres ? /^0A000$/ : /^(0A000|42601)$/, `${name}: ${error.message}\n${sql}`);
        assert.ok(
          error.position !== undefined && error.position >= 0 && error.position <= sql.length,
          `${name}: position ${error.position}`,
        );
      }
    }
    assert.ok(parsed > 1500, `only ${parsed} parse`);
  });

  it('survive parse → print → parse', () => {
    for (const { name, sql } of texts!) {
      const statements = attempt(sql);
      for (const { statement } of statements) {
        const printed = printStatement(statement);
        assert.deepEqual(withoutPositions(reparse(printed, name)), withoutPositions(statement), `${name}\n${sql}\n${printed}`);
      }
    }
  });

  it('of PostgreSQL mean what PostgreSQL means: no friendly node appears', () => {
    for (const { name, sql, postgres } of texts!) {
      if (!postgres) continue;
      const tree = JSON.stringify(attempt(sql));
      assert.doesNotMatch(
        tree,
        /"kind":"(?:File|Describe|Summarize)"|"(?:exclude":\[|replace":|qualify":|lenient":|groupByAll":|orderByAll":)|"nulls":"(?:IGNORE|RESPECT)"|\ue000/,
        name,
      );
    }
  });
});

function attempt(sql: string): ReturnType<typeof parseStatements> {
  try {
    return parseStatements(sql);
  } catch {
    return [];
  }
}

function reparse(printed: string, name: string): unknown {
  try {
    return parseStatements(printed)[0].statement;
  } catch (error) {
    throw new Error(`${name}: printed text does not parse: ${String(error)}\n${printed}`);
  }
}
