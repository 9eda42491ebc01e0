import { TEXT, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import { SqlError } from '../errors.js';
import type { ColumnStatistics, TableColumn, TableRef } from './table.js';
import { FILENAME_COLUMN } from './files/constants.js';
import type { FileFormat } from './files/file-format.js';
import type { HiveColumn } from './files/hive.js';
import { didYouMean } from '../data/did-you-mean.js';
import { resolveFiles, type ResolvedFiles } from './files/resolve.js';
import type { ParquetOptions, ScanSource } from './formats/format.js';

/** Named arguments of read_csv or read_parquet. `format` says which of them it was; without it the files decide. */
export type OpenOptions = Readonly<Record<string, SqlValue>> & { readonly format?: FileFormat };

/** A table over files: paths, globs and directories, in order. Errors without a place of their own point at `at`. */
export async function openFiles(paths: readonly string[], options: OpenOptions, at?: number): Promise<TableRef> {
  const { format, ...named } = options;
  try {
    const resolved = resolveFiles(paths, { format, hivePartitioning: flag(named, 'hive_partitioning') }, at);
    const opened = await (resolved.format === 'csv' ? openCsvFiles(resolved, named) : openParquetFiles(resolved, named));
    return { name: paths.map((path) => `'${path}'`).join(', '), ...opened };
  } catch (error) {
    if (!(error instanceof SqlError) || error.position !== undefined || at === undefined) throw error;
    throw new SqlError(error.sqlState, error.message, { detail: error.detail, hint: error.hint, position: at, cause: error.cause });
  }
}

type Opened = Omit<TableRef, 'name'>;

/** A format's modules are loaded when a query first reads such a file, and kept: import() resolves their names every time. */
const loadCsvModules = () => Promise.all([import('./formats/csv/describe.js'), import('./formats/csv/user-options.js')]);
const loadParquetModule = () => import('./formats/parquet/index.js');
let csvModules: ReturnType<typeof loadCsvModules> | undefined;
let parquetModule: ReturnType<typeof loadParquetModule> | undefined;

async function openCsvFiles({ files, hiveColumns }: ResolvedFiles, named: Readonly<Record<string, SqlValue>>): Promise<Opened> {
  const [{ describeCsv }, { readUserOptions }] = await (csvModules ??= loadCsvModules());
  const user = readUserOptions(named);
  const { options, columns, rowCount, rowCountExact } = describeCsv(files, user);
  const source: ScanSource = {
    kind: 'csv',
    files,
    options: { ...options, hivePartitioning: hiveColumns.length > 0, filenameColumn: user.filename },
  };
  const all = withPathColumns(
    columns.map(({ name, type }) => ({ name, type, nullable: true })),
    hiveColumns,
    user.filename,
  );
  return { columns: all, rowCount, rowCountExact, statistics: all.map(() => ({})), source };
}

const PARQUET_OPTIONS = ['hive_partitioning', 'union_by_name', 'filename'];

async function openParquetFiles({ files, hiveColumns }: ResolvedFiles, named: Readonly<Record<string, SqlValue>>): Promise<Opened> {
  for (const name of Object.keys(named)) {
    if (PARQUET_OPTIONS.includes(name.toLowerCase())) continue;
    const near = didYouMean(name, PARQUET_OPTIONS);
    throw new SqlError('22023', `read_parquet has no option "${name}"`, {
      hint: near === undefined ? `its options are ${PARQUET_OPTIONS.join(', ')}` : `did you mean "${near}"?`,
    });
  }
  const options: ParquetOptions = {
    hivePartitioning: hiveColumns.length > 0,
    unionByName: flag(named, 'union_by_name') ?? false,
    filenameColumn: flag(named, 'filename') ?? false,
  };
  const { describeParquet } = await (parquetModule ??= loadParquetModule());
  const { columns, rowCount, statistics } = await describeParquet(files, options);
  const source: ScanSource = { kind: 'parquet', files, options };
  const all = withPathColumns(columns, hiveColumns, options.filenameColumn);
  if (all === columns) return { columns, rowCount, rowCountExact: true, statistics, source };
  const known: readonly ColumnStatistics[] = all.map((column, i) => (column === columns[i] ? statistics[i] : {}));
  return { columns: all, rowCount, rowCountExact: true, statistics: known, source };
}

function flag(named: Readonly<Record<string, SqlValue>>, option: string): boolean | undefined {
  const value = Object.entries(named).find(([name]) => name.toLowerCase() === option)?.[1];
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined;
  throw new SqlError('22023', `option "${option}" must be true or false`);
}

/** The files' columns, then those that paths add. A partition key that is a column of the files too takes that column's place. */
function withPathColumns(columns: readonly TableColumn[], hive: readonly HiveColumn[], filename: boolean): readonly TableColumn[] {
  if (hive.length === 0 && !filename) return columns;
  const all = [...columns];
  for (const { name, type } of hive) {
    const ordinal = all.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
    const column = pathColumn(name, type);
    if (ordinal < 0) all.push(column);
    else all[ordinal] = { ...column, name: all[ordinal].name };
  }
  if (!filename) return all;
  if (all.some(({ name }) => name.toLowerCase() === FILENAME_COLUMN)) {
    throw new SqlError('42701', `column "${FILENAME_COLUMN}" specified more than once`, {
      hint: 'the files have such a column: leave out filename => true',
    });
  }
  return [...all, pathColumn(FILENAME_COLUMN, TEXT)];
}

const pathColumn = (name: string, type: SqlType): TableColumn => ({ name, type, nullable: true });
