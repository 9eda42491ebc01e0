import { parseArgs } from 'node:util';
import { runTpch, type BenchmarkOptions } from './tpch.js';

/** `npm run bench -- <name> [--threads N] [--rounds N] [--sf N]`. */
const BENCHMARKS: Readonly<Record<string, (options: BenchmarkOptions) => Promise<void>>> = { tpch: runTpch };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: 'string', default: '2' }, rounds: { type: 'string', default: '7' }, sf: { type: 'string', default: '0.01' } },
});
const run = BENCHMARKS[positionals[0]];
if (run === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join('|')} [--threads N] [--rounds N] [--sf N]`);
  process.exit(2);
}
await run({ threads: Number(values.threads), rounds: Number(values.rounds), scale: values.sf });
