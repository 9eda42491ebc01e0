import assert from 'node:assert/strict';
import { isComplete, splitStatements } from '#quern/sql/split.js';

describe('splitStatements', () => {
  it('gives each statement with its place', () => {
    const script = 'select 1 ; -- one; two\n select \';\' as "a;b", $$;$$ /* ; */;;\n\nselect (1;2); é';
    assert.deepEqual(
      splitStatements(script).map(({ start, end }) => script.slice(start, end)),
      ['select 1', 'select \';\' as "a;b", $$;$$', 'select (1;2)', 'é'],
    );
  });

  it('keeps the body of a SQL function together', () => {
    const script = 'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3';
    assert.deepEqual(splitStatements(script).length, 2);
  });

  it('finds nothing in white space and comments', () => {
    for (const text of ['', '  \n', '-- x', '/* x */ ;; ']) assert.deepEqual(splitStatements(text), []);
  });
});

describe('isComplete', () => {
  for (const text of ['', ' -- nothing', 'select 1;', "select ';';", 'select (1);', 'a;\n-- end', 'select 1); ']) {
    it(`takes ${JSON.stringify(text)}`, () => assert.equal(isComplete(text), true));
  }
  for (const text of ['select 1', "select 'a;", 'select "a;', 'select $x$;', '/* ;', 'select (1;', 'select [1;', 'select 1; select 2']) {
    it(`waits after ${JSON.stringify(text)}`, () => assert.equal(isComplete(text), false));
  }
});
