import type { TableFormat } from '../format.js';
import { planParquet, type ParquetSource } from './plan.js';
import { openParquet } from './reader.js';

export { describe as describeParquet, type ParquetDescription } from './describe.js';

/** Parquet files on local disks, decoded by our own kernels. */
export const parquetFormat: TableFormat<ParquetSource> = {
  kind: 'parquet',
  plan: (source, columns, predicates) => Promise.resolve().then(() => planParquet(source, columns, predicates)),
  open: openParquet,
};
