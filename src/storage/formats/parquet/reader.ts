import { DESCRIPTOR_BYTES } from '../../../data/column.js';
import { InternalError } from '../../../errors.js';
import type { SqlType } from '../../../data/types.js';
import type { BatchReader, ReadContext, ScanPartition, ScanPredicate } from '../format.js';
import { readFooter } from './footer.js';
import type { ParquetPartition, ParquetSource } from './plan.js';
import { RowGroupReader } from './row-group.js';
import { Workspace } from './workspace.js';

/** Reads one row group; see TableFormat.open. Nothing is read before the first call of `next`, and of a column nothing before it is loaded. */
export function openParquet(
  _source: ParquetSource,
  partition: ScanPartition,
  ordinals: readonly number[],
  types: readonly SqlType[],
  predicates: readonly ScanPredicate[],
  context: ReadContext,
): BatchReader {
  const pin = partition.file;
  if (pin === undefined) throw new InternalError('a Parquet partition has no file');
  const { rowGroup, fields } = partition.detail as ParquetPartition;
  const workspace = new Workspace(context);
  /** By column, the row of the window that its descriptor was last written for. */
  const loaded = new Array<number>(ordinals.length).fill(-1);
  let group: RowGroupReader | undefined;
  let range = 0;
  let row = 0;
  let count = 0;

  function load(descriptors: number, from: number, to: number): void {
    if (group === undefined || count === 0) throw new InternalError('columns are loaded before there are rows');
    group.open(from, to);
    for (let i = from; i < to; i++) {
      if (loaded[i] === row) continue;
      group.column(i).window(row, count, descriptors + DESCRIPTOR_BYTES * i);
      loaded[i] = row;
    }
  }

  return {
    next(descriptors, columns = ordinals.length) {
      context.checkCancelled();
      group ??= new RowGroupReader(
        { file: readFooter(pin), rowGroup, fields, ordinals, types, predicates, constants: partition.constants },
        workspace,
      );
      const { ranges } = group;
      row += count;
      while (range < ranges.length && row >= ranges[range].end) range++;
      count = 0;
      if (range === ranges.length) return 0;
      row = Math.max(row, ranges[range].start);
      count = Math.min(context.batchRows, ranges[range].end - row);
      load(descriptors, 0, columns);
      return count;
    },
    load,
    close() {
      group?.close();
      workspace.close();
    },
  };
}
