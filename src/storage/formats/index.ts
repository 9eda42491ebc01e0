import type { SqlType } from '../../data/types.js';
import { InternalError } from '../../errors.js';
import type { BatchReader, ReadContext, ScanPartition, ScanPredicate, ScanSource, TableFormat } from './format.js';

/** Formats that live in files. Memory tables are exec's own. */
type FileSource = Exclude<ScanSource, { kind: 'memory' }>;
type Format<K extends FileSource['kind']> = TableFormat<Extract<FileSource, { kind: K }>>;

/** A format's modules are loaded when a query first reads such a file. */
const LOAD: { readonly [K in FileSource['kind']]: () => Promise<Format<K>> } = {
  csv: async () => (await import('./csv/index.js')).csvFormat,
  parquet: async () => (await import('./parquet/index.js')).parquetFormat,
};

const loaded = new Map<FileSource['kind'], TableFormat<FileSource>>();

/** Resolves when `openFormat` can open such sources on this thread. */
export async function loadFormat(kind: ScanSource['kind']): Promise<void> {
  if (kind === 'memory' || loaded.has(kind)) return;
  loaded.set(kind, (await LOAD[kind]()) as TableFormat<FileSource>);
}

function formatOf({ kind }: FileSource): TableFormat<FileSource> {
  const format = loaded.get(kind);
  if (format === undefined) throw new InternalError(`format ${kind} is not loaded`);
  return format;
}

/** Cuts a scan into partitions; see TableFormat.plan. */
export async function planFormat(
  source: FileSource,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  predicates: readonly ScanPredicate[],
): Promise<readonly ScanPartition[]> {
  await loadFormat(source.kind);
  return formatOf(source).plan(source, columns, predicates);
}

/** Opens one partition on a worker, after `loadFormat`; see TableFormat.open. */
export const openFormat = (
  source: FileSource,
  partition: ScanPartition,
  ordinals: readonly number[],
  types: readonly SqlType[],
  predicates: readonly ScanPredicate[],
  context: ReadContext,
): BatchReader => formatOf(source).open(source, partition, ordinals, types, predicates, context);
