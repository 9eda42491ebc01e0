import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schedulerTable, type GraphTimes } from '../scheduler/benchmark.js';
import { startupTable, type Startup } from '../startup/benchmark.js';
import { speedupTable, type Speedup } from '../threads/benchmark.js';
import { comparisonTable } from './comparison-table.js';
import type { Measured } from './measure.js';
import { readResult, type Result } from './results.js';

const readme = fileURLToPath(new URL('../../../benchmarks/README.md', import.meta.url));
const SECTION = /(<!-- result (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** Replaces what stands between `<!-- result NAME -->` and `<!-- end -->` by the table of results/NAME.json. */
export function writeReadmeTables(): void {
  const text = readFileSync(readme, 'utf8').replace(SECTION, (_, start: string, name: string, end: string) => {
    const result = readResult(name);
    return `${start}\n${tableOf(result)}\n\n${provenance(result)}\n\n${end}`;
  });
  writeFileSync(readme, text);
}

function tableOf({ name, data }: Result<unknown>): string {
  if (name.startsWith('startup')) return startupTable(data as Startup);
  if (name.startsWith('scheduler')) return schedulerTable(data as readonly GraphTimes[]);
  if (name.startsWith('threads')) return speedupTable(data as readonly Speedup[]);
  return comparisonTable(data as Measured);
}

function provenance({ name, date, commit, machine, settings }: Result<unknown>): string {
  const set = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  const memory = `${Math.round(machine.memoryBytes / 2 ** 30)} GiB`;
  return `\`results/${name}.json\`: ${date.slice(0, 10)}, ${commit}, ${set.join(', ')}; ${machine.cores} cores, ${memory}, ${machine.platform}, Node ${machine.node}.`;
}
