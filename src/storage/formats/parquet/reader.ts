import { DESCRIPTOR_BYTES } from '../../../data/column.js';
import { corruptFile, InternalError, SqlError } from '../../../errors.js';
import { typeName, type SqlType } from '../../../data/types.js';
import { withPinned, type OpenFile } from '../../backends/disk.js';
import type { BatchReader, ReadContext, ScanPartition, ScanPredicate } from '../format.js';
import { constantColumn } from './constant-column.js';
import { conversionTo, COPY, FIXED_VIEWS, type Conversion } from './conversion.js';
import { UNCOMPRESSED } from './decompress.js';
import { fetchRanges } from './fetch.js';
import { FlatColumn, type ColumnReader } from './flat-column.js';
import { readFooter, type ParquetFile } from './footer.js';
import type { ColumnChunk } from './metadata.js';
import { chunkParts, pageLocations, selectRows, type ChunkPart, type PagePredicate, type RowRange } from './page-index.js';
import { Pages, type Corrupt, type Segment } from './pages.js';
import type { ParquetPartition, ParquetSource } from './plan.js';
import type { Field, Leaf } from './schema.js';
import { Workspace } from './workspace.js';

/** What one open row group has to know; plain parameters of `open`. */
interface Request {
  readonly file: ParquetFile;
  readonly rowGroup: number;
  readonly fields: readonly number[];
  readonly ordinals: readonly number[];
  readonly types: readonly SqlType[];
  readonly predicates: readonly ScanPredicate[];
  readonly constants: ScanPartition['constants'];
}

interface OpenRowGroup {
  readonly columns: readonly ColumnReader[];
  /** The rows to hand out: all, less the pages that predicates rule out. */
  readonly ranges: readonly RowRange[];
}

/** Reads one row group; see TableFormat.open. Nothing is read before the first call of `next`. */
export function openParquet(_source: ParquetSource, partition: ScanPartition, ordinals: readonly number[], types: readonly SqlType[], predicates: readonly ScanPredicate[], context: ReadContext): BatchReader {
  const pin = partition.file;
  if (pin === undefined) throw new InternalError('a Parquet partition has no file');
  const { rowGroup, fields } = partition.detail as ParquetPartition;
  const workspace = new Workspace(context);
  let group: OpenRowGroup | undefined;
  let range = 0;
  let row = 0;

  return {
    next(descriptors) {
      context.checkCancelled();
      group ??= openRowGroup({ file: readFooter(pin), rowGroup, fields, ordinals, types, predicates, constants: partition.constants }, workspace);
      const { columns, ranges } = group;
      while (range < ranges.length && row >= ranges[range].end) range++;
      if (range === ranges.length) return 0;
      row = Math.max(row, ranges[range].start);
      const count = Math.min(context.batchRows, ranges[range].end - row);
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
  readonly corrupt: Corrupt;
}

function openRowGroup(request: Request, workspace: Workspace): OpenRowGroup {
  const { file, rowGroup, ordinals, types, constants } = request;
  const { rowCount } = file.rowGroups[rowGroup];
  const flat = ordinals.map((_, i) => flatRequest(request, i));
  return withPinned(file.pin, (open) => {
    const ranges = selectRows(pagePredicates(request, flat), rowCount, file, open);
    if (ranges.length === 0) return { columns: [], ranges };
    const parts = flat.map((column) => (column === undefined ? [] : partsOf(column, ranges, rowCount, file, open)));
    const segments = fetchSegments(flat, parts, open, workspace);
    open.verify();
    const columns = flat.map((column, i) => {
      if (column === undefined) return constantColumn(constants[ordinals[i]] ?? null, types[i], workspace);
      const { field, leaf, conversion, chunk, corrupt } = column;
      const nulls = field.repetition === 'required' ? 'impossible' : chunk.statistics?.nullCount === 0 ? 'excluded' : 'possible';
      return new FlatColumn(new Pages(segments[i], chunk, workspace, corrupt), leaf, conversion, nulls, workspace);
    });
    return { columns, ranges };
  });
}

/** The i-th requested column as a chunk to decode; undefined for constants and columns that the file does not have. */
function flatRequest({ file, rowGroup, fields, ordinals, types, constants }: Request, i: number): FlatRequest | undefined {
  const ordinal = ordinals[i];
  if (ordinal in constants || fields[ordinal] < 0) return undefined;
  const field = file.fields[fields[ordinal]];
  if (field.leaf === undefined || field.repetition === 'repeated') throw new InternalError('nested');
  const { leaf } = field;
  const conversion = conversionTo(leaf, field.type, types[i]);
  if (conversion === undefined) throw new SqlError('42804', `column "${field.name}" has type ${typeName(field.type)} in file "${file.pin.path}" instead of ${typeName(types[i])}`);
  const corrupt: Corrupt = (what) => corruptFile(file.pin.path, `row group ${rowGroup}, column "${leaf.path}": ${what}`);
  const { chunks, rowCount } = file.rowGroups[rowGroup];
  const chunk = chunks[leaf.index];
  if (chunk.valueCount !== rowCount) throw corrupt(`there are ${chunk.valueCount} values for ${rowCount} rows`);
  return { field, leaf, conversion, chunk, corrupt };
}

/** Predicates on columns that are read as they are in the file. */
function pagePredicates({ predicates, ordinals, types }: Request, flat: readonly (FlatRequest | undefined)[]): readonly PagePredicate[] {
  return predicates.flatMap((predicate) => {
    const i = ordinals.indexOf(predicate.ordinal);
    const column = i < 0 ? undefined : flat[i];
    return column === undefined ? [] : [{ predicate, leaf: column.leaf, type: types[i], chunk: column.chunk, corrupt: column.corrupt }];
  });
}

function partsOf({ chunk, corrupt }: FlatRequest, ranges: readonly RowRange[], rowCount: number, file: ParquetFile, open: OpenFile): readonly ChunkPart[] {
  const everything = ranges.length === 1 && ranges[0].start === 0 && ranges[0].end === rowCount;
  return chunkParts(chunk, everything ? undefined : pageLocations(chunk, rowCount, file, open, corrupt), ranges, rowCount);
}

/** Reads all parts of all columns at once, so that neighbours in the file are read together. */
function fetchSegments(flat: readonly (FlatRequest | undefined)[], parts: readonly (readonly ChunkPart[])[], open: OpenFile, workspace: Workspace): readonly (readonly Segment[])[] {
  const wanted = parts.flatMap((columnParts, i) => columnParts.map(({ offset, length }) => ({ offset, length, kept: isServedInPlace(flat[i]) })));
  const addresses = fetchRanges(wanted, open, workspace);
  let next = 0;
  return parts.map((columnParts) => columnParts.map(({ length, start, end }) => ({ address: addresses[next++], length, start, end })));
}

/** Whether views will point into the bytes of the file themselves. */
function isServedInPlace(column: FlatRequest | undefined): boolean {
  if (column === undefined) return false;
  const { chunk, conversion } = column;
  return chunk.codec === UNCOMPRESSED && (conversion.kind === FIXED_VIEWS || (conversion.kind === COPY && conversion.physicalBytes === 0));
}
