import { DESCRIPTOR_BYTES } from '../../../data/column.js';
import { corruptFile, InternalError, SqlError } from '../../../errors.js';
import { typeName, type SqlType } from '../../../data/types.js';
import { openPinned, type OpenFile } from '../../backends/disk.js';
import type { BatchReader, ReadContext, ScanPartition, ScanPredicate } from '../format.js';
import { constantColumn } from './constant-column.js';
import { conversionTo, COPY, FIXED_VIEWS, type Conversion } from './conversion.js';
import { UNCOMPRESSED } from './decompress.js';
import { fetchRanges, type Wanted } from './fetch.js';
import { FlatColumn, type ColumnReader } from './flat-column.js';
import { chunkStart, readFooter, type ParquetFile } from './footer.js';
import type { ColumnChunk } from './metadata.js';
import { Pages, type Corrupt } from './pages.js';
import type { ParquetPartition, ParquetSource } from './plan.js';
import type { Field, Leaf } from './schema.js';
import { Workspace } from './workspace.js';

/** Reads one row group; see TableFormat.open. Nothing is read before the first call of `next`. */
export function openParquet(_source: ParquetSource, partition: ScanPartition, ordinals: readonly number[], types: readonly SqlType[], _predicates: readonly ScanPredicate[], context: ReadContext): BatchReader {
  const pin = partition.file;
  if (pin === undefined) throw new InternalError('a Parquet partition has no file');
  const { rowGroup, fields } = partition.detail as ParquetPartition;
  const workspace = new Workspace(context);
  let columns: readonly ColumnReader[] | undefined;
  let row = 0;
  let rowCount = 0;

  return {
    next(descriptors) {
      context.checkCancelled();
      if (columns === undefined) {
        const file = readFooter(pin);
        rowCount = file.rowGroups[rowGroup].rowCount;
        columns = openColumns(file, rowGroup, fields, ordinals, types, partition.constants, workspace);
      }
      const count = Math.min(context.batchRows, rowCount - row);
      if (count <= 0) return 0;
      for (let i = 0; i < columns.length; i++) columns[i].window(row, count, descriptors + DESCRIPTOR_BYTES * i);
      row += count;
      return count;
    },
    close() {
      workspace.close();
    },
  };
}

interface FlatRequest {
  readonly field: Field;
  readonly leaf: Leaf;
  readonly conversion: Conversion;
  readonly chunk: ColumnChunk;
}

function openColumns(
  file: ParquetFile, rowGroup: number, fields: readonly number[], ordinals: readonly number[], types: readonly SqlType[],
  constants: ScanPartition['constants'], workspace: Workspace,
): readonly ColumnReader[] {
  const requests = ordinals.map((ordinal, i): FlatRequest | undefined => {
    if (ordinal in constants || fields[ordinal] < 0) return undefined;
    const field = file.fields[fields[ordinal]];
    if (field.leaf === undefined || field.repetition === 'repeated') throw new InternalError('nested');
    const conversion = conversionTo(field.leaf, field.type, types[i]);
    if (conversion === undefined) throw new SqlError('42804', `column "${field.name}" has type ${typeName(field.type)} in file "${file.pin.path}" instead of ${typeName(types[i])}`);
    return { field, leaf: field.leaf, conversion, chunk: file.rowGroups[rowGroup].chunks[field.leaf.index] };
  });
  const flat = requests.filter((request) => request !== undefined);
  const addresses = fetchChunks(flat, file, workspace);
  let next = 0;
  return requests.map((request, i) => {
    if (request === undefined) return constantColumn(constants[ordinals[i]] ?? null, types[i], workspace);
    const { field, leaf, conversion, chunk } = request;
    const corrupt: Corrupt = corruptColumn(file, rowGroup, leaf);
    const { rowCount } = file.rowGroups[rowGroup];
    if (chunk.valueCount !== rowCount) throw corrupt(`there are ${chunk.valueCount} values for ${rowCount} rows`);
    const segments = [{ address: addresses[next++], length: chunk.compressedSize, firstRow: 0 }];
    const nulls = field.repetition === 'required' ? 'impossible' : chunk.statistics?.nullCount === 0 ? 'excluded' : 'possible';
    return new FlatColumn(new Pages(segments, chunk, rowCount, workspace, corrupt), leaf, conversion, nulls, workspace);
  });
}

function fetchChunks(requests: readonly FlatRequest[], file: ParquetFile, workspace: Workspace): readonly number[] {
  const wanted = requests.map(({ chunk, conversion }): Wanted => ({
    offset: chunkStart(chunk),
    length: chunk.compressedSize,
    kept: chunk.codec === UNCOMPRESSED && (conversion.kind === FIXED_VIEWS || (conversion.kind === COPY && conversion.physicalBytes === 0)),
  }));
  let open: OpenFile | undefined;
  try {
    open = openPinned(file.pin);
    const addresses = fetchRanges(wanted, open, workspace);
    open.verify();
    return addresses;
  } finally {
    open?.close();
  }
}

const corruptColumn = (file: ParquetFile, rowGroup: number, leaf: Leaf): Corrupt => (what) =>
  corruptFile(file.pin.path, `row group ${rowGroup}, column "${leaf.path}": ${what}`);
