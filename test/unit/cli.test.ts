import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

function quern(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, '--threads', '1', ...args]);
    let out = '';
    let errors = '';
    child.stdout.on('data', (piece: Buffer) => {
      out += piece.toString();
    });
    child.stderr.on('data', (piece: Buffer) => {
      errors += piece.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, errors }));
    child.stdin.end(input);
  });
}

describe('quern on the command line', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'quern-'));
  after(() => rmSync(folder, { recursive: true }));

  it('runs -c, several statements and several times', async () => {
    assert.deepEqual(await quern(['-c', "select 1 as a, 'x' as b; select 2 as c", '-c', 'select 3']), {
      code: 0,
      errors: '',
      out: ' a | b\n---+---\n 1 | x\n(1 row)\n c\n---\n 2\n(1 row)\n ?column?\n----------\n        3\n(1 row)\n',
    });
  });

  it('takes each -c as a text of its own, in one session, and stops at the first that fails', async () => {
    assert.equal((await quern(['-f', 'csv', '-c', 'create table t as select 1 as a -- c', '-c', 'select a from t'])).out, 'a\n1\n');
    const { code, out, errors } = await quern(['-f', 'csv', '-c', 'select 1 as a', '-c', "select 'x", '-c', "', 2 as b"]);
    assert.deepEqual([code, out], [1, 'a\n1\n']);
    assert.match(errors, /^ERROR: {2}unterminated quoted string/);
  });

  it('ends quietly when nobody reads its help', async () => {
    const child = spawn(process.execPath, [cli, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (piece) => (errors += String(piece)));
    const [code] = (await once(child, 'close')) as [number];
    assert.deepEqual([code, errors], [0, '']);
  });

  for (const [format, out] of [
    ['csv', 'n,t,z\n1,"",\n'],
    ['json', '[{"n":1,"t":"","z":null}]\n'],
    ['jsonl', '{"n":1,"t":"","z":null}\n'],
    ['markdown', '| n | t | z |\n|---:|---|---|\n| 1 |  |  |\n'],
  ] as const) {
    it(`prints ${format}`, async () =>
      assert.equal((await quern(['--format', format, '-c', "create table t as select 1; select 1 as n, '' as t, null as z"])).out, out));
  }

  it('runs a script, a script on standard input, and with a byte order mark', async () => {
    const script = join(folder, 'a.sql');
    writeFileSync(script, '\ufeffselect 1 as a;\n-- done\n');
    assert.equal((await quern(['-f', 'csv', script])).out, 'a\n1\n');
    assert.equal((await quern(['-f', 'csv'], 'select 1 as a;')).out, 'a\n1\n');
    assert.equal((await quern(['-f', 'csv', '-'], 'select 1 as a')).out, 'a\n1\n');
  });

  it('stops at the first error with exit code 1, and prints it as psql does', async () => {
    const script = join(folder, 'b.sql');
    writeFileSync(script, 'select 1 as a;\n\nselect\n  nope;\nselect 2;');
    assert.deepEqual(await quern(['-f', 'csv', script]), {
      code: 1,
      out: 'a\n1\n',
      errors: `${script}:3: ERROR:  column "nope" does not exist\nLINE 2:   nope\n          ^\n`,
    });
  });

  it('prints its version and its help', async () => {
    assert.match((await quern(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
    const { code, out } = await quern(['--help']);
    assert.equal(code, 0);
    assert.match(out, /^Usage: quern \[options\] \[script\]\n/);
  });

  for (const [name, args, message] of [
    ['an unknown format', ['-f', 'xml', '-c', 'select 1'], /Allowed choices are table, csv/],
    ['a bad memory limit', ['-m', 'lots', '-c', 'select 1'], /^ERROR: {2}invalid value for parameter "memoryLimit": "lots"\nHINT/],
    ['a bad number of threads', ['-t', 'x', '-c', 'select 1'], /A number from 1 to 256/],
    ['a missing script', ['/nonexistent.sql'], /^ERROR: {2}could not read "\/nonexistent.sql": ENOENT/],
    ['an unknown option', ['--nope'], /^error: unknown option '--nope'\nTry 'quern --help'\.\n$/],
    ['a script beside -c', ['-c', 'select 1', 'x.sql'], /exclude each other/],
  ] as const) {
    it(`refuses ${name} with exit code 2`, async () => {
      const { code, out, errors } = await quern(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(errors, message);
    });
  }
});
