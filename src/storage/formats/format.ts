import type { Arena } from '../../data/arena.js';
import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';

/** A file as it was when its table was resolved; a reader that finds another size or mtime raises 55000 instead of mixing answers. */
export interface FilePin {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** Where a Scan's rows come from. Plain data that posts to a worker. */
export type ScanSource =
  | { readonly kind: 'parquet'; readonly files: readonly FilePin[]; readonly options: ParquetOptions }
  | { readonly kind: 'csv'; readonly files: readonly FilePin[]; readonly options: CsvOptions }
  | { readonly kind: 'memory'; readonly tableId: number };

export interface ParquetOptions {
  readonly hivePartitioning: boolean;
  readonly unionByName: boolean;
  readonly filenameColumn: boolean;
}

/** The resolved dialect: nothing is left to sniff when a scan starts. */
export interface CsvOptions {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  readonly skipLines: number;
  readonly nullStrings: readonly string[];
  /** The columns in the files, without those of paths. `inferred`: the user did not give the type. */
  readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly inferred?: boolean }[];
  /** Where each file keeps the columns, for those that differ from `columns`, by the file's place in the list. */
  readonly layouts?: Readonly<Record<number, CsvLayout>>;
  /** What a row takes on average in the sample. */
  readonly rowBytes?: number;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly decimalSeparator: string;
  /** Rows that do not fit are skipped, not errors. */
  readonly ignoreErrors: boolean;
  /** A short row is filled with NULLs. */
  readonly nullPadding: boolean;
  readonly hivePartitioning: boolean;
  readonly filenameColumn: boolean;
  readonly unionByName: boolean;
}

/** `columns[i]` is the field that holds column i, -1 when the file has none. */
export interface CsvLayout {
  readonly fields: number;
  readonly columns: readonly number[];
}

/** A necessary condition that a scan may use to skip data; the pipeline checks the exact predicate again. */
export interface ScanPredicate {
  /** Index into the table's columns. */
  readonly ordinal: number;
  readonly op: '=' | '<' | '<=' | '>' | '>=' | 'is null' | 'is not null' | 'in';
  /** In the column's type; for `in` any of several. */
  readonly values: readonly SqlValue[];
}

/** One unit of scanning (a row group, a byte range, a chunk): plain data. Partitions are in row order: concatenated, they are the table. */
export interface ScanPartition {
  readonly file: FilePin | undefined;
  /** Format-private. */
  readonly detail: unknown;
  readonly rowEstimate: number;
  /** Values of hive-partition columns and `filename`, by table ordinal. */
  readonly constants: Readonly<Record<number, SqlValue>>;
}

/** What readers count for EXPLAIN ANALYZE. */
export interface ScanMeasure {
  bytesRead: number;
  /** Pages of wanted columns that an index ruled out. */
  pagesSkipped: number;
}

export const newScanMeasure = (): ScanMeasure => ({ bytesRead: 0, pagesSkipped: 0 });

/** What a reader needs from the task that runs it. */
export interface ReadContext {
  readonly arena: Arena;
  /** All that a batch points to is allocated here; the task releases it after the pipeline has consumed the last batch. */
  readonly region: number;
  readonly batchRows: number;
  /** Throws 57014 when the query is cancelled; call it at least every few milliseconds of work. */
  checkCancelled(): void;
  readonly measure?: ScanMeasure;
}

/**
 * Reads a partition batch by batch, on a worker thread, synchronously. A batch has one 16-byte descriptor (see data/column.ts) per requested
 * column, at `descriptors`.
 *
 * `next` goes to the next batch, returns its number of rows (0: end) and loads the first `columns` columns; all when not given. `load` loads
 * the columns [from, to) of the batch that `next` returned last, with the same `descriptors`; columns that are loaded already stay as they
 * are. So a scan asks for the columns of its filter first, and for the others only when a row is left. A format for which this saves nothing
 * loads everything in `next`. A column that is not loaded may hold anything, also what would be an error, and its descriptor is unspecified.
 *
 * What descriptors point to stays valid until the following call of `next`, except that bytes of strings stay valid until `close`.
 */
export interface BatchReader {
  next(descriptors: number, columns?: number): number;
  load(descriptors: number, from: number, to: number): void;
  close(): void;
}

/** A file format behind one door. `describe` and `plan` run on the main thread, `open` on workers. */
export interface TableFormat<Source extends ScanSource> {
  readonly kind: Source['kind'];
  /** Cuts the scan into partitions, leaving out those that `predicates` (all necessary) rule out by statistics or by constants. */
  plan(
    source: Source,
    columns: readonly { readonly name: string; readonly type: SqlType }[],
    predicates: readonly ScanPredicate[],
  ): Promise<readonly ScanPartition[]>;
  /** `ordinals` are the table columns to decode, in the order of the descriptors; `types` their SQL types. */
  open(
    source: Source,
    partition: ScanPartition,
    ordinals: readonly number[],
    types: readonly SqlType[],
    predicates: readonly ScanPredicate[],
    context: ReadContext,
  ): BatchReader;
}
