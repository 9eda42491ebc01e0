import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Uses what most programs do not load at once, too: the Parquet writer, Arrow, the wide characters of a table. */
const PROGRAM = `
import { open, SqlError, type Database, type Result } from 'quern';

const db: Database = await open({ threads: 1, memoryLimit: '100MB' });
await db.query("COPY (SELECT i AS n, 'ж' || i AS name FROM generate_series(1, 3) t(i)) TO 'rows.parquet'");
const result: Result<{ n: number; name: string }> = await db.query("SELECT n, name FROM 'rows.parquet' WHERE n > $1 ORDER BY n", [1]);
const names: readonly string[] = result.toArray().map(({ name }) => name);
// @ts-expect-error: n is a number.
const numbers: readonly string[] = result.toArray().map(({ n }) => n);
const error = await db.query("SELECT upper(nope)").catch((error: unknown) => error);
console.log(names.join(), numbers.join(), result.toArrow().numRows, error instanceof SqlError && error.sqlState);
await db.close();
`;

describe('the package as it is published', function () {
  this.timeout(120_000);
  let folder: string;
  const run = (command: string, args: readonly string[], cwd = folder) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'quern-package-'));
    const modules = join(folder, 'node_modules');
    const [{ files }] = JSON.parse(run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], root)) as [
      { files: { path: string }[] },
    ];
    for (const { path } of files) {
      mkdirSync(dirname(join(modules, 'quern', path)), { recursive: true });
      cpSync(join(root, path), join(modules, 'quern', path));
    }
    for (const name of readdirSync(join(root, 'node_modules')).filter((entry) => !entry.startsWith('.'))) {
      symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
    }
    writeFileSync(join(folder, 'program.mts'), PROGRAM);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('has types and runs', () => {
    const options = ['--target', 'es2022', '--module', 'nodenext', '--strict', '--types', 'node'];
    run(process.execPath, [join(root, 'node_modules/typescript-native/bin/tsc'), ...options, 'program.mts']);
    assert.equal(run(process.execPath, ['program.mjs']), 'ж2,ж3 2,3 2 42703\n');
  });

  it('has the command line', () => {
    const cli = join('node_modules', 'quern', 'dist', 'cli.js');
    const script = "COPY (SELECT '日本' AS name) TO 'names.csv'; SELECT name, version() AS version FROM 'names.csv'";
    assert.equal(run(process.execPath, [cli, '-f', 'csv', '-c', script]), `name,version\n日本,Quern ${version}\n`);
    assert.match(run(process.execPath, [cli, '-c', "SELECT '日本' AS name"]), /^ name\n------\n 日本\n/);
  });
});
