import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open } from 'quern';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

/** Times, sizes and estimates differ from machine to machine and from version to version; how they are aligned follows from them. */
const withoutMeasures = (text: string): string =>
  text
    .split('\n')
    .map((line) =>
      line
        .replace(/^((?: *[\d,]+){2} +)[\d,]+/, '$1~')
        .replace(/\d+\.\d+( ms| kB|(?=  [A-Z]))/, '~$1')
        .replace(/ {2,}/g, '  '),
    )
    .join('\n');

describe('documentation', function () {
  this.timeout(60_000);

  it('every path that ARCHITECTURE.md names exists', () => {
    const paths = [...read('ARCHITECTURE.md').matchAll(/`((?:src|test|docs)\/[\w./-]+)`/g)].map(([, path]) => path);
    assert.ok(paths.length > 20);
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it('every page that README.md links to exists', () => {
    const links = [...read('README.md').matchAll(/\]\(([\w./-]+)\)/g)].map(([, link]) => link);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(root, link))),
      [],
    );
  });

  for (const room of ['data', 'exec', 'functions', 'kernels', 'planner', 'repl', 'result', 'session', 'sql', 'storage']) {
    it(`every path that src/${room}/README.md names exists`, () => {
      const paths = [...read(`src/${room}/README.md`).matchAll(/`((?:[\w-]+\/)+|(?:[\w-]+\/)*[\w-]+\.(?:ts|md|mjs))`/g)].map(
        ([, path]) => path,
      );
      assert.ok(paths.length > 0);
      const inRoom = readdirSync(join(root, 'src', room), { recursive: true }).map((name) => `/${String(name).replaceAll('\\', '/')}`);
      const exists = (path: string) =>
        existsSync(join(root, path)) ||
        existsSync(join(root, 'src', path)) ||
        inRoom.some((file) => file.endsWith(`/${path.replace(/\/$/, '')}`));
      assert.deepEqual(
        paths.filter((path) => !exists(path)),
        [],
      );
    });
  }

  it("README.md's program runs", () => {
    const program = /```js\n([^]*?)```/.exec(read('README.md'))![1];
    const folder = mkdtempSync(join(root, 'build', 'readme-'));
    try {
      writeFileSync(join(folder, 'program.mjs'), program);
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'program.mjs')], { cwd: root, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /origin: 'DFW'/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("docs/sql.md's EXPLAIN ANALYZE shows what it says", async () => {
    const [, statements, expected] = /```sql\n([^]*?)```\n\n```text\n([^]*?)\n```/.exec(read('docs/sql.md'))!;
    const folder = mkdtempSync(join(tmpdir(), 'quern-docs-'));
    const db = await open({ threads: 2, memoryLimit: '500MB' });
    try {
      let shown = '';
      for (const statement of statements.split(';\n').filter((text) => text.trim() !== '')) {
        const result = await db.query(statement.replace("'orders", `'${folder}/orders`));
        shown = Array.from(result.values(), ([line]) => line).join('\n');
      }
      assert.equal(withoutMeasures(shown.replace(`${folder}/`, '')), withoutMeasures(expected));
    } finally {
      await db.close();
      rmSync(folder, { recursive: true });
    }
  });

  for (const script of ['generate-error-docs.mjs', 'generate-function-docs.mjs']) {
    it(`${script} would change nothing`, () => {
      const { status, stderr } = spawnSync(process.execPath, [join('scripts', script), '--check'], { cwd: root, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    });
  }
});
