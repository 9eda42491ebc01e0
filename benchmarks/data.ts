import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { hitsTable } from './clickbench/hits-table.js';
import { verifyRows } from './clickbench/verify.js';
import { groupTable } from './h2o/group-table.js';
import { joinTables } from './h2o/join-tables.js';
import type { GeneratedTable } from './tables/generated-table.js';
import { writeTable, type FileFormat } from './tables/write-files.js';
import { tpchTables } from './tpch/tables.js';
import { makeTexts, TEXT_VARIANTS, type TextVariant } from './tpch/texts.js';
import { verifyAnswers } from './tpch/verify.js';

const dataFolder = fileURLToPath(new URL('../../benchmarks/data/', import.meta.url));

interface OutputOptions {
  readonly out?: string;
  readonly format: FileFormat | 'both';
}

const formatOption = () => new Option('--format <format>', 'file format').choices(['parquet', 'csv', 'both']).default('parquet');
const outOption = () => new Option('--out <folder>', 'output folder (default: a folder of benchmarks/data)');

/** `1e7` and `10000000` alike. Ten rows are the fewest that the join keys can be cut from. */
function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 10) throw new InvalidArgumentError('Not a whole number from 10 on.');
  return count;
}

function parseScale(text: string): number {
  const scale = Number(text);
  if (!(scale >= 0.001 && scale <= 300)) throw new InvalidArgumentError('Not between 0.001 and 300.');
  return scale;
}

async function writeTables(tables: readonly GeneratedTable[], defaultFolder: string, { out, format }: OutputOptions): Promise<string> {
  const folder = out ?? join(dataFolder, defaultFolder);
  const formats: FileFormat[] = format === 'both' ? ['csv', 'parquet'] : [format];
  for (const table of tables) {
    const { name, rowCount, sizeBytes, seconds } = await writeTable(table, folder, formats);
    const sizes = formats.map((one) => `${((sizeBytes[one] ?? 0) / 1e6).toFixed(1)} MB ${one}`);
    console.log(`${name}: ${rowCount} rows, ${sizes.join(', ')}, ${seconds.toFixed(1)} s`);
  }
  console.log(`written to ${folder}`);
  return folder;
}

/** 10000000 as `1e7`, other counts likewise. */
const shortCount = (count: number): string => count.toExponential().replace('+', '');

const program = new Command('npm run data --').description('Writes the tables that the benchmarks read.');

program
  .command('tpch')
  .description('the eight tables of TPC-H, as the specification generates them')
  .addOption(new Option('--sf <factor>', 'scale factor').argParser(parseScale).default(1))
  .addOption(new Option('--texts <variant>', "whose generator's comments and addresses").choices(TEXT_VARIANTS).default('tpc'))
  .option('--verify', 'then compare the 22 answers with the official ones')
  .addOption(outOption())
  .addOption(formatOption())
  .action(async ({ sf, texts, verify, ...output }: OutputOptions & { sf: number; texts: TextVariant; verify?: true }) => {
    refuseToVerifyCsv(verify, output);
    const folder = await writeTables(tpchTables(sf, makeTexts(texts)), `tpch/sf${sf}${texts === 'tpc' ? '' : `-${texts}`}`, output);
    if (verify && !(await verifyAnswers(folder, sf, texts))) process.exitCode = 1;
  });

program
  .command('h2o')
  .description('the group-by and join tables of the H2O database benchmark')
  .addOption(new Option('--rows <count>', 'rows of the large tables').argParser(parseCount).default(1e7, '1e7'))
  .addOption(outOption())
  .addOption(formatOption())
  .action(async ({ rows, ...output }: OutputOptions & { rows: number }) => {
    await writeTables([groupTable(rows), ...joinTables(rows)], `h2o/${shortCount(rows)}`, output);
  });

program
  .command('clickbench')
  .description('one table of the shape of the ClickBench hits')
  .addOption(new Option('--rows <count>', 'rows').argParser(parseCount).default(1e6, '1e6'))
  .option('--verify', 'then see that each of the 43 queries has rows: true from a million on')
  .addOption(outOption())
  .addOption(formatOption())
  .action(async ({ rows, verify, ...output }: OutputOptions & { rows: number; verify?: true }) => {
    refuseToVerifyCsv(verify, output);
    const folder = await writeTables([hitsTable(rows)], `clickbench/${shortCount(rows)}`, output);
    if (verify && !(await verifyRows(folder))) process.exitCode = 1;
  });

function refuseToVerifyCsv(verify: true | undefined, { format }: OutputOptions): void {
  if (verify && format === 'csv') program.error('error: --verify reads Parquet files');
}

await program.parseAsync();
