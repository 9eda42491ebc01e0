import assert from 'node:assert/strict';
import { progressLine, startProgress } from '#quern/repl/progress.js';
import { runScript } from '#quern/repl/run-script.js';
import { defaultDisplay, durationText } from '#quern/repl/run-statement.js';
import { fakeDatabase } from './fake-database.js';

async function run(script: string, format: 'table' | 'csv' = 'table', file?: string) {
  const db = fakeDatabase();
  let out = '';
  let errors = '';
  const output = {
    write: (text: string) => {
      out += text;
      return Promise.resolve();
    },
    width: () => undefined,
  };
  const passed = await runScript(db, script, {
    display: defaultDisplay(format),
    output,
    writeError: (text) => {
      errors += text;
    },
    file,
  });
  return { passed, out, errors, statements: db.statements };
}

describe('runScript', () => {
  it('runs statement after statement', async () => {
    const { passed, out, statements } = await run('create a; -- x\nselect 1;\n\n;create b');
    assert.ok(passed);
    assert.deepEqual(statements, ['create a', 'select 1', 'create b']);
    assert.match(out, /^CREATE\n n \| .*\(1 row\)\nCREATE\n$/s);
  });

  it('prints nothing but rows in formats for programs', async () => {
    assert.equal((await run('create a; select 1', 'csv')).out, 'n,word\n2,select 1\n');
  });

  it('tells a query without columns from CREATE TABLE AS', async () => {
    assert.equal((await run('select_nothing')).out, '(0 rows)\n');
    assert.equal((await run('select_into')).out, 'SELECT 1\n');
  });

  it('stops at the first error, naming file and line', async () => {
    const { passed, errors, statements } = await run('select 1;\nselect\n  fail;\nselect 2', 'csv', 'x.sql');
    assert.equal(passed, false);
    assert.equal(
      errors,
      'x.sql:2: ERROR:  relation "fail" does not exist\nLINE 2:   fail\n          ^\nHINT:  Perhaps you meant "fair".\n',
    );
    assert.equal(statements.length, 2);
  });

  it('hands an unterminated quote to the parser', async () => {
    assert.deepEqual((await run("select 1; select 'a; b")).statements, ['select 1', "select 'a; b"]);
    assert.deepEqual((await run("'a; b")).statements, ["'a; b"]);
  });

  it('asks for the time zone after SET', async () => {
    assert.deepEqual((await run("set timezone to 'x'")).statements, ["set timezone to 'x'", 'SHOW timezone']);
  });
});

describe('progress', () => {
  it('is a bar with percent and time', () => {
    assert.equal(progressLine({ done: 1, total: 2 }, 1500), `${'█'.repeat(15)}${'░'.repeat(15)}  50 %  1.5 s`);
    assert.equal(progressLine({ done: 9, total: 3 }, 60_000), `${'█'.repeat(30)} 100 %  60.0 s`);
    assert.equal(progressLine(undefined, 1000), 'running … 1.0 s');
  });

  it('is drawn after a second and wiped at the end', async () => {
    for (const [elapsed, drawn] of [
      [500, false],
      [1500, true],
    ] as const) {
      let time = 0;
      let text = '';
      const progress = startProgress(
        (piece) => {
          text += piece;
        },
        () => time,
      );
      progress.update({ done: 1, total: 4 });
      time = elapsed;
      await new Promise((resolve) => setTimeout(resolve, 250));
      progress.end();
      assert.equal(text.includes('25 %'), drawn);
      assert.equal(text.endsWith('\r\x1b[K'), drawn);
    }
  });
});

describe('durationText', () => {
  for (const [ms, text] of [
    [1.26, '1.3 ms'],
    [1234, '1.23 s'],
    [123_400, '2 min 3.4 s'],
  ] as const)
    it(text, () => assert.equal(durationText(ms), text));
});
