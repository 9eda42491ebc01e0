import { SqlError } from '../errors.js';
import type { SqlValue } from '../data/value.js';
import type { TableRef } from '../planner/catalog.js';
import { openFiles } from '../storage/open.js';

/** Functions in FROM that read files, with the format they force. */
const READERS: Readonly<Record<string, 'parquet' | 'csv'>> = {
  read_parquet: 'parquet',
  parquet_scan: 'parquet',
  read_csv: 'csv',
  read_csv_auto: 'csv',
};

export const isFileReader = (name: string): boolean => Object.hasOwn(READERS, name.toLowerCase());

/** `read_parquet(path or list, option => value, …)` and its like; undefined for any other function. */
export async function openTableFunction(
  name: string,
  args: readonly SqlValue[],
  named: Readonly<Record<string, SqlValue>>,
  at?: number,
): Promise<TableRef | undefined> {
  if (!isFileReader(name)) return undefined;
  const [files, ...rest] = args;
  const paths = Array.isArray(files) ? files : [files];
  if (paths.length === 0 || paths.some((path) => typeof path !== 'string')) {
    throw new SqlError('42883', `function ${name} needs a path, or an array of paths`, { position: at });
  }
  if (rest.length > 0)
    throw new SqlError('42883', `function ${name} takes one positional argument`, {
      position: at,
      hint: `Options are named: ${name}('file', option => value).`,
    });
  return openFiles(paths as string[], { ...named, format: READERS[name.toLowerCase()] }, at);
}
