/** Writes what the package ships from `src/`: a few bundles, because a process that links five hundred modules starts half a second later. */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

/** Modules that are addressed by their file name, each under the name that it has beside its importer. */
const ENTRIES = {
  index: 'src/index.ts',
  cli: 'src/cli.ts',
  worker: 'src/exec/scheduler/worker.ts',
  arrow: 'src/result/arrow.ts',
};

/** Files with all that their modules import and no earlier file has, in the order in which a process comes to need them. */
const SHARED = [
  [
    'thread',
    /src[\\/](?:version|data[\\/]arena|exec[\\/](?:run[\\/](?:load|run-query)|scheduler[\\/](?:admission|control|error-codec)))\.ts$/,
  ],
  ['storage', /src[\\/]storage[\\/]open\.ts$/],
  ['engine', /src[\\/]engine\.ts$/],
  ['functions', /src[\\/]functions[\\/]index\.ts$/],
  ['session', /src[\\/]create-database\.ts$/],
  ['script', /src[\\/]repl[\\/]batch\.ts$/],
];

/**
 * Takes Node's modules by `require`: an imported one has all its exports read, and so loads what only some of them need, as `node:fs` the streams
 * and `node:util` the worker threads. The lines stay, for the source maps.
 */
const builtins = {
  name: 'builtins',
  renderChunk(code) {
    let first = 'import { createRequire as requireOf } from "node:module"; const builtin = requireOf(import.meta.url); ';
    const rewritten = code.replace(/^import (\w+|\{ (?!default ).* \}) from "(node:(?!module").*)";$/gm, (_, names, module) => {
      const line = `${first}const ${names.replaceAll(' as ', ': ')} = builtin("${module}");`;
      first = '';
      return line;
    });
    return { code: rewritten, map: null };
  },
};

export async function bundle(root) {
  const dist = join(root, 'dist');
  const bundled = await rolldown({
    cwd: root,
    input: ENTRIES,
    platform: 'node',
    tsconfig: 'tsconfig.json',
    plugins: [builtins],
    external: Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies),
  });
  rmSync(dist, { recursive: true, force: true });
  const { output } = await bundled.write({
    dir: dist,
    format: 'esm',
    sourcemap: true,
    // Scanned a fifth sooner; names stay, for errors and profiles.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    minifyInternalExports: false,
    comments: false,
    // A text of one-byte characters is decoded, kept and scanned as bytes.
    charset: 'ascii',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: { groups: SHARED.map(([name, test], i) => ({ name, test, priority: SHARED.length - i })) },
  });
  checkThreads(output);
  cpSync(join(root, 'build/src/kernels/kernels.wasm'), join(dist, 'kernels.wasm'));
  copyDeclarations(join(root, 'build/src'), dist, 'index.d.ts');
}

/** A worker thread must not load what only the main thread needs, neither at its start nor with what it imports later: that would take most of both. */
function checkThreads(chunks) {
  const closure = (name, found = new Set()) => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (chunk === undefined || found.has(chunk)) return found;
    found.add(chunk);
    for (const imported of chunk.imports) closure(imported, found);
    return found;
  };
  const started = [...closure('worker.js')];
  for (const name of ['worker.js', ...started.flatMap(({ dynamicImports }) => dynamicImports)]) {
    const needless = [...closure(name)].find(({ fileName }) => ['engine.js', 'session.js'].includes(fileName));
    if (needless !== undefined) throw new Error(`${name} imports ${needless.fileName}: cut SHARED otherwise`);
  }
}

/** The declarations that the API's refers to, and no others. */
function copyDeclarations(from, to, name, copied = new Set()) {
  if (copied.has(name)) return;
  copied.add(name);
  mkdirSync(dirname(join(to, name)), { recursive: true });
  cpSync(join(from, name), join(to, name));
  for (const [, path] of readFileSync(join(from, name), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)\.js'/g)) {
    copyDeclarations(from, to, join(dirname(name), `${path}.d.ts`), copied);
  }
}
