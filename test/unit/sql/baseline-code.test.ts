import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Parses as much as a long session, then runs another module's short loop for as long as V8 by default takes to optimise it. */
const SCRIPT = `
const { loadParser, parseStatements } = await import(${JSON.stringify(import.meta.resolve('#quern/sql/parse.js'))});
await loadParser();
for (let i = 0; i < 1000; i++) parseStatements('SELECT a, b FROM t WHERE a IN (1, 2, 3) AND b < ' + i);
const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 18, 1,
  16, 0, 3, 127, 32, 0, 65, 1, 107, 34, 0, 13, 0, 32, 0, 11, 11];
const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
for (let i = 0; i < 50; i++) f(200_000);
`;

describe('the code of the parser', () => {
  it('is not optimised early, other code is', function () {
    this.timeout(60_000);
    if (!['20', '22', '24', '26'].includes(process.versions.node.split('.')[0])) this.skip();
    const options = ['--trace-wasm-compilation-times', '--input-type=module', '--eval', SCRIPT];
    const { status, stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const optimised = Array.from(stdout.matchAll(/using TurboFan,.* bodysize (\d+)/g), ([, size]) => Number(size));
    assert.ok(optimised.includes(16), stdout);
    assert.ok(Math.max(...optimised) < 50_000, stdout);
  });
});
