import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName, Query, TableFiles } from './engine.js';

/** What the command line gives a benchmark. */
export interface BenchmarkOptions {
  readonly threads: number;
  readonly rounds: number;
  readonly engines: readonly EngineName[];
  /** Send the same text in every round. */
  readonly repeat?: boolean;
  /** Scale factor of TPC-H tables. */
  readonly sf: string;
  /** Rows of the ClickBench and H2O tables, as `1e7`. */
  readonly rows: string;
  /** Folder of the tables instead of the one that `npm run data` writes. */
  readonly data?: string;
  /** Only queries whose number is in the list. */
  readonly queries?: readonly number[];
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Query texts that come with the project's sources, not with the project. */
export const corpora = join(repository, '../shared/corpora');

/** The tables' files; `command` is said to write what is missing. */
export function tableFiles(
  folder: string | undefined,
  written: string,
  names: readonly string[],
  command: string,
  format = 'parquet',
): TableFiles {
  const at = folder ?? join(repository, 'benchmarks/data', written);
  const tables = Object.fromEntries(names.map((name) => [name, join(at, `${name}.${format}`)]));
  const missing = Object.values(tables).find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`there is no ${missing}: run \`${command}\``);
  return tables;
}

/** The queries whose number, the last in their name, was asked for. */
export function chosen(queries: readonly Query[], { queries: numbers }: BenchmarkOptions): readonly Query[] {
  if (numbers === undefined) return queries;
  const numberOf = ({ name }: Query) => Number(/\d+$/.exec(name)?.[0]);
  const unknown = numbers.find((number) => !queries.some((query) => numberOf(query) === number));
  if (unknown !== undefined)
    throw new Error(`there is no query ${unknown}: the numbers are those at the ends of ${queries.map(({ name }) => name).join(', ')}`);
  return queries.filter((query) => numbers.includes(numberOf(query)));
}
