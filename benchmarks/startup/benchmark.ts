import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '../harness/engine.js';
import { markdownTable, shown } from '../harness/markdown.js';
import { isComplete, type BenchmarkOptions } from '../harness/options.js';
import { writeResult } from '../harness/results.js';
import { median } from '../harness/statistics.js';

export type Startup = Readonly<Partial<Record<EngineName, readonly number[]>>>;

const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const COMMANDS: Readonly<Record<EngineName, readonly string[]>> = {
  quern: [script('../../../dist/cli.js'), '-c', 'select 1'],
  duckdb: [script('./duckdb.js')],
  polars: [script('./polars.js')],
};

/** From the start of a Node process to its first row on standard output. */
export async function startup(options: BenchmarkOptions): Promise<void> {
  const { engines, rounds } = options;
  const times = Object.fromEntries(engines.map((engine): [EngineName, number[]] => [engine, []]));
  // The first start of each reads its files from disk.
  for (const engine of engines) await firstRowMs(COMMANDS[engine]);
  for (let round = 0; round < rounds; round++) {
    for (const engine of engines) times[engine].push(await firstRowMs(COMMANDS[engine]));
  }
  console.log(startupTable(times));
  if (isComplete(options)) writeResult('startup', { rounds }, times);
}

function firstRowMs(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let first: number | undefined;
    child.stdout.once('data', () => (first = performance.now() - started));
    child.stdout.resume();
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 && first !== undefined) resolve(first);
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

export function startupTable(times: Startup): string {
  const engines = Object.keys(times) as EngineName[];
  const own = times.quern && median(times.quern);
  return markdownTable(
    ['engine', 'first row, ms', 'quern / engine'],
    engines.map((engine) => {
      const ms = median(times[engine]!);
      return [engine, shown(ms, 0), shown(own === undefined || engine === 'quern' ? undefined : own / ms)];
    }),
  );
}
