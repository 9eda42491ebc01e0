/** Builds `build/src/` and from it `dist/` (with --test or --benchmarks those too): AssemblyScript kernels when they changed, TypeScript, bundles. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const kernelSources = join(root, 'src/kernels/assembly');
const kernelModule = join(root, 'build/src/kernels/kernels.wasm');

function run(command, args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function newestIn(folder) {
  return Math.max(0, ...readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs));
}

mkdirSync(dirname(kernelModule), { recursive: true });
if (!existsSync(kernelModule) || statSync(kernelModule).mtimeMs < newestIn(kernelSources)) {
  run('assemblyscript/bin/asc.js', [
    'src/kernels/assembly/index.ts',
    '--outFile',
    kernelModule,
    '-O3',
    '--noAssert',
    '--debug',
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '--importMemory',
    '--sharedMemory',
    '--initialMemory',
    '16',
    '--maximumMemory',
    '65536',
    '--memoryBase',
    '1024',
    '--enable',
    'threads',
    '--enable',
    'simd',
    '--enable',
    'bulk-memory',
    '--enable',
    'sign-extension',
    '--enable',
    'nontrapping-f2i',
  ]);
}

const tsc = (...projects) => run('typescript-native/bin/tsc', ['-b', ...projects]);

tsc('.');
await bundle(root);
// After the bundle: tests and benchmarks see the declarations that the package ships.
const others = ['test', 'benchmarks'].filter((project) => process.argv.includes(`--${project}`));
if (others.length > 0) tsc(...others);
