import { statSync } from 'node:fs';
import { undefinedFile } from '../errors.js';
import type { SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { describeParquet } from './formats/parquet/index.js';
import type { FilePin, ScanSource } from './formats/format.js';

/** A table that files make up, ready to scan; the shape of planner/catalog.ts TableRef. */
export interface OpenedFiles {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly nullable: boolean }[];
  readonly rowCount: number;
  readonly rowCountExact: boolean;
  readonly statistics: readonly { readonly min?: SqlValue; readonly max?: SqlValue; readonly nullCount?: number; readonly distinctCount?: number }[];
  readonly source: ScanSource;
}

/** Opens Parquet files by path. */
export async function openFiles(paths: readonly string[], _options: Readonly<Record<string, unknown>>, at?: number): Promise<OpenedFiles> {
  const files = paths.map((path): FilePin => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw undefinedFile(path, at);
    return { path, sizeBytes: found.size, mtimeMs: found.mtimeMs };
  });
  const options = { hivePartitioning: false, unionByName: false, filenameColumn: false };
  const described = await describeParquet(files, options);
  return { name: `'${paths.join(', ')}'`, ...described, rowCountExact: true, source: { kind: 'parquet', files, options } };
}
