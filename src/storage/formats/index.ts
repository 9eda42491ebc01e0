import type { SqlType } from '../../data/types.js';
import { csvFormat } from './csv/index.js';
import { parquetFormat } from './parquet/index.js';
import type { BatchReader, ReadContext, ScanPartition, ScanPredicate, ScanSource, TableFormat } from './format.js';

/** Formats that live in files. Memory tables are exec's own. */
type FileSource = Exclude<ScanSource, { kind: 'memory' }>;
const FORMATS: { readonly [K in FileSource['kind']]: TableFormat<Extract<FileSource, { kind: K }>> } = {
  csv: csvFormat,
  parquet: parquetFormat,
};

const formatOf = (source: FileSource): TableFormat<FileSource> => FORMATS[source.kind] as TableFormat<FileSource>;

/** Cuts a scan into partitions; see TableFormat.plan. */
export const planFormat = (
  source: FileSource,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  predicates: readonly ScanPredicate[],
): Promise<readonly ScanPartition[]> => formatOf(source).plan(source, columns, predicates);

/** Opens one partition on a worker; see TableFormat.open. */
export const openFormat = (
  source: FileSource,
  partition: ScanPartition,
  ordinals: readonly number[],
  types: readonly SqlType[],
  predicates: readonly ScanPredicate[],
  context: ReadContext,
): BatchReader => formatOf(source).open(source, partition, ordinals, types, predicates, context);
