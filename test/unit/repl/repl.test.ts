import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRepl } from '#quern/repl/repl.js';
import { defaultDisplay } from '#quern/repl/run-statement.js';
import { fakeDatabase } from './fake-database.js';

interface Session {
  readonly db: ReturnType<typeof fakeDatabase>;
  readonly type: (text: string) => void;
  readonly ended: Promise<void>;
  readonly output: () => string;
}

function session(options: { terminal?: boolean; historyFile?: string } = {}): Session {
  const db = fakeDatabase();
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: 60 });
  let text = '';
  output.on('data', (piece: Buffer) => {
    text += piece.toString();
  });
  const ended = startRepl({
    db,
    input,
    output,
    display: defaultDisplay('table'),
    terminal: options.terminal ?? false,
    historyFile: options.historyFile,
  });
  return { db, type: (typed) => input.write(typed), ended, output: () => text };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !condition(); i++) await sleep(5);
  assert.ok(condition(), 'waited in vain');
}

async function transcript(typed: string): Promise<{ output: string; statements: string[] }> {
  const { db, type, ended, output } = session();
  type(`${typed}\n\\q\n`);
  await ended;
  return { output: output(), statements: db.statements };
}

describe('the REPL', () => {
  it('runs statements when they are complete, however the lines fall', async () => {
    const { statements, output } = await transcript("select 1; select\n';' -- ;\n;;\n\n  \ncreate x;");
    assert.deepEqual(statements, ['select 1', "select\n';'", 'create x']);
    assert.match(output, /\(1 row\)/);
    assert.match(output, /CREATE\n/);
  });

  it('takes plain words and commands between the lines of a statement', async () => {
    const { output, statements } = await transcript("help\nselect 1,\n\\x\n'\n\\x\n' a;\nselect\nquit\n;");
    assert.deepEqual(statements, ["select 1,\n'\n\\x\n' a", 'select\nquit']);
    assert.match(output, /set the output format/);
    assert.equal(output.match(/Expanded display is on/g)?.length, 1);
    const quit = session();
    quit.type('exit;\nselect 1;\n');
    await quit.ended;
    assert.deepEqual(quit.db.statements, []);
  });

  it('runs a file and names it in errors', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quern-'));
    try {
      const file = join(folder, 'script.sql');
      writeFileSync(file, '\ufeffselect 1;\n\nselect fail;\nselect 2;');
      const { output, statements } = await transcript(`\\i ${file}\n\\i ${folder}/none.sql\nselect 3;`);
      assert.deepEqual(statements, ['select 1', 'select fail', 'select 3']);
      assert.ok(output.includes(`${file}:3: ERROR:  relation "fail" does not exist`), output);
      assert.match(output, /ERROR: {2}could not read ".*none\.sql"/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('prompts for what is open', async () => {
    const { output } = await transcript('select (\n1) + \'a\n\' "b\n" $$\n$$ /*\n*/;');
    for (const prompt of ['quern=> ', 'quern(> ', "quern'> ", 'quern"> ', 'quern$> ', 'quern*> '])
      assert.ok(output.includes(prompt), prompt);
  });

  it('prints errors as psql does and goes on', async () => {
    const { output, statements } = await transcript('select fail; select 2;\nselect 3;');
    assert.match(output, /ERROR: {2}relation "fail" does not exist\nLINE 1: select fail\n {15}\^\nHINT: {2}Perhaps you meant "fair".\n/);
    assert.deepEqual(statements, ['select fail', 'select 3']);
  });

  it('has commands', async () => {
    const { output } = await transcript(
      '\\d\n\\dt\n\\d orders\n\\d "nope"\n\\x\nselect 1;\n\\x off\n\\timing on\ncreate y;\n\\format json\nselect 2;\n\\format nope\n\\rows 10\n\\what\n\\?',
    );
    assert.match(output, / public \| Orders \| table\n public \| recent \| view\n\(2 rows\)/);
    assert.match(output, / public \| Orders \| table\n\(1 row\)/);
    assert.match(output, / id +\| integer\n order total \| text\n/);
    assert.match(output, /ERROR: {2}relation "nope" does not exist\n/);
    assert.match(output, /-\[ RECORD 1 \]\nn +\| 1\n/);
    assert.match(output, /Timing is on\.\n.*CREATE\nTime: [\d.]+ ms\n/s);
    assert.match(output, /\[\{"n":3,"word":"select 2"\}\]\n/);
    assert.match(output, /ERROR: {2}unknown format "nope"\n/);
    assert.match(output, /At most 10 rows are shown\./);
    assert.match(output, /ERROR: {2}invalid command \\what\nHINT/);
    assert.match(output, /\\timing \[on\|off\] +show how long/);
  });

  it('ends with its input', async () => {
    const input = new PassThrough();
    const ended = startRepl({ db: fakeDatabase(), input, output: new PassThrough(), display: defaultDisplay('table'), terminal: false });
    input.end('select 1;\nselect');
    await ended;
  });

  it('cancels the running statement with Ctrl-C and keeps the session', async () => {
    const { db, type, ended, output } = session({ terminal: true });
    type('select wait;\r');
    await until(() => db.statements.length === 1);
    type('\u0003');
    await until(() => output().includes('canceling statement'));
    type('select 5;\r');
    await until(() => db.statements.length === 2);
    type('\\q\r');
    await ended;
    assert.match(output(), /ERROR: {2}canceling statement due to user request/);
  });

  it('drops what was typed with Ctrl-C', async () => {
    const { db, type, ended, output } = session({ terminal: true });
    type('select nothing\r');
    await until(() => output().includes('quern-> '));
    type('and more\u0003');
    await until(() => output().includes('^C'));
    type('select 6;\r');
    await until(() => db.statements.length === 1);
    type('\\q\r');
    await ended;
    assert.deepEqual(db.statements, ['select 6']);
  });

  it('completes and recalls', async () => {
    const { db, type, ended, output } = session({ terminal: true });
    type('select * from Ord\t');
    await until(() => output().includes('Orders'));
    type(';\r');
    await until(() => db.statements.length === 1);
    type('select\r1;\r');
    await until(() => db.statements.length === 2);
    type('\u001b[A');
    await until(() => output().includes('select 1;'));
    type('\r');
    await until(() => db.statements.length === 3);
    type('\\q\r');
    await ended;
    assert.deepEqual(db.statements, ['select * from Orders', 'select\n1', 'select 1']);
  });

  it('keeps a history file that only its owner reads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quern-'));
    try {
      const historyFile = join(folder, 'history');
      const { type, ended } = session({ historyFile });
      type('select\n  1;\n\\dt\nselect 2 -- two\n;\n\\q\n');
      await ended;
      assert.equal(readFileSync(historyFile, 'utf8'), 'select 1;\n\\dt\nselect 2 -- two\n;\n\\q\n');
      writeFileSync(historyFile, Array.from({ length: 3000 }, (_, i) => `select ${i};\n`).join(''));
      const second = session({ historyFile, terminal: true });
      second.type('\u001b[A\r');
      await until(() => second.db.statements.length === 1);
      second.type('\\q\r');
      await second.ended;
      assert.deepEqual(second.db.statements, ['select 2999']);
      assert.equal(readFileSync(historyFile, 'utf8').split('\n').length, 1003);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('works without a history file that it may write', async () => {
    const { type, ended, db } = session({ historyFile: '/nonexistent/folder/history' });
    type('select 1;\n\\q\n');
    await ended;
    assert.equal(db.statements.length, 1);
  });
});
