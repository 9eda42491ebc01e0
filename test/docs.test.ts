import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

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

  for (const script of ['generate-error-docs.mjs', 'generate-function-docs.mjs']) {
    it(`${script} would change nothing`, () => {
      const { status, stderr } = spawnSync(process.execPath, [join('scripts', script), '--check'], { cwd: root, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    });
  }
});
