import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../benchmarks/results/', import.meta.url));

/** A stored measurement with what it was measured on. */
export interface Result<Data> {
  readonly name: string;
  readonly date: string;
  readonly commit: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly platform: string;
    readonly node: string;
  };
  readonly settings: Readonly<Record<string, string | number>>;
  readonly data: Data;
}

/** The oldest version of Node that the package runs on: results of others, whose compilers differ, are stored beside its own. */
const OLDEST_NODE = '20';

/** Writes `results/<name>.json` over what was there; `results/<name>-node24.json` when it was measured on Node 24. */
export function writeResult<Data>(benchmark: string, settings: Result<Data>['settings'], data: Data): Result<Data> {
  const [major] = process.versions.node.split('.');
  const name = major === OLDEST_NODE ? benchmark : `${benchmark}-node${major}`;
  const result: Result<Data> = {
    name,
    date: new Date().toISOString(),
    commit: commit(),
    machine: {
      cpu: os.cpus()[0].model,
      cores: os.availableParallelism(),
      memoryBytes: os.totalmem(),
      platform: `${os.platform()} ${os.arch()}`,
      node: process.version,
    },
    settings,
    data,
  };
  mkdirSync(folder, { recursive: true });
  const path = `${folder}${name}.json`;
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`);
  console.log(`written to ${path}`);
  return result;
}

const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** What was measured; a result that was written before does not change it. */
function commit(): string {
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':(top)', ':(top,exclude)benchmarks/results');
  return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '-dirty'}`;
}

export const readResult = (name: string): Result<unknown> => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Result<unknown>;
