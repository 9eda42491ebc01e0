import { Command, InvalidArgumentError, Option } from 'commander';
import { ENGINES, type EngineName } from './harness/engine.js';
import type { BenchmarkOptions } from './harness/options.js';

/** `npm run bench -- <name>`; every benchmark stores its result in results/, from which `tables` writes README.md. */
const BENCHMARKS: Readonly<Record<string, readonly [summary: string, load: () => Promise<(options: BenchmarkOptions) => Promise<void>>]>> =
  {
    tpch: ['the 22 queries of TPC-H over Parquet files', async () => (await import('./tpch/benchmark.js')).tpch],
    clickbench: ['the 43 ClickBench queries', async () => (await import('./clickbench/benchmark.js')).clickbench],
    h2o: ['the H2O group-by and join queries', async () => (await import('./h2o/benchmark.js')).h2o],
    csv: ['reading lineitem from CSV', async () => (await import('./csv/benchmark.js')).csv],
    threads: ['the TPC-H queries on one thread and on several', async () => (await import('./threads/benchmark.js')).threads],
    scheduler: ['what a task costs, beside Dask', async () => (await import('./scheduler/benchmark.js')).scheduler],
    startup: ['from process start to the first row', async () => (await import('./startup/benchmark.js')).startup],
  };

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('A whole number from 1 on is expected.');
  return Number(text);
}

function factor(text: string): string {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('A number above 0 is expected.');
  return text;
}

function list(text: string): readonly number[] {
  if (!/^\d+(,\d+)*$/.test(text)) throw new InvalidArgumentError('Numbers with commas between them are expected.');
  return text.split(',').map(Number);
}

function engineList(text: string): readonly EngineName[] {
  const names = text.split(',');
  const unknown = names.find((name) => !(ENGINES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`No engine "${unknown}": there are ${ENGINES.join(', ')}.`);
  return names as EngineName[];
}

const program = new Command('npm run bench --').description('Quern beside its peers, interleaved, on the same files and threads.');
for (const [name, [summary, load]] of Object.entries(BENCHMARKS)) {
  program
    .command(name)
    .description(summary)
    .addOption(new Option('--threads <n>', 'threads of each engine').argParser(count).default(2))
    .addOption(new Option('--rounds <n>', 'timed runs of each query').argParser(count).default(name === 'startup' ? 15 : 5))
    .addOption(new Option('--warm-up <n>', 'rounds before these that count for nothing').argParser(count).default(2))
    .addOption(new Option('--engines <names>', 'engines to run').argParser(engineList).default([...ENGINES], ENGINES.join(',')))
    .option('--repeat', 'send the same text in every round, so that kept plans count')
    .addOption(new Option('--sf <factor>', 'scale factor of the TPC-H tables').argParser(factor).default('1'))
    .addOption(new Option('--rows <count>', 'rows of the ClickBench or H2O tables').argParser(factor).default('1e7'))
    .option('--data <folder>', 'folder of the tables (default: what npm run data writes)')
    .addOption(new Option('--queries <numbers>', 'only these, such as 1,6').argParser(list))
    .action(async (options: BenchmarkOptions) => (await load())(options));
}
program
  .command('tables')
  .description('writes the tables of README.md anew from results/')
  .action(async () => (await import('./harness/readme-tables.js')).writeReadmeTables());
try {
  await program.parseAsync();
} catch (error) {
  program.error(`error: ${error instanceof Error ? error.message : String(error)}`);
}
