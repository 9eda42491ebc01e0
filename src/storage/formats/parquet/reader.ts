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
import { nestedColumn } from './nested-column.js';
import { decodeLeaf } from './nested-leaf.js';
import { chunkParts, pageLocations, selectRows, type ChunkPart, type PagePredicate, type RowRange } from './page-index.js';
import { Pages, type Corrupt, type Segment } from './pages.js';
import type { ParquetPartition, ParquetSource } from './plan.js';
import { isFlat, type Field, type Leaf } from './schema.js';
import { ValueDecoder } from './values.js';
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
  let group: OpenRowGroup | undefined;
  let range = 0;
  let row = 0;

  return {
    next(descriptors) {
      context.checkCancelled();
      group ??= openRowGroup(
        { file: readFooter(pin), rowGroup, fields, ordinals, types, predicates, constants: partition.constants },
        workspace,
      );
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

/** A column of the file to decode, with the chunks of all its leaves (one when it is flat). */
interface FileColumn {
  readonly field: Field;
  readonly chunks: readonly LeafChunk[];
}

interface LeafChunk {
  /** The leaf itself, among the fields of its column. */
  readonly field: Field;
  readonly leaf: Leaf;
  readonly conversion: Conversion;
  readonly chunk: ColumnChunk;
  readonly corrupt: Corrupt;
  /** Values are rows. */
  readonly flat: boolean;
}

function openRowGroup(request: Request, workspace: Workspace): OpenRowGroup {
  const { file, rowGroup, ordinals, types, constants } = request;
  const { rowCount } = file.rowGroups[rowGroup];
  const wanted = ordinals.map((_, i) => fileColumn(request, i));
  return withPinned(file.pin, (open) => {
    const ranges = selectRows(pagePredicates(request, wanted), rowCount, file, open);
    const chunks = wanted.flatMap((column) => column?.chunks ?? []);
    const measure = (): void => {
      const { measure: into } = workspace.context;
      if (into === undefined) return;
      into.bytesRead += open.bytesRead;
      into.pagesSkipped += countSkipped(chunks, ranges, rowCount, file, open);
    };
    if (ranges.length === 0) {
      measure();
      return { columns: [], ranges };
    }
    const parts = chunks.map((chunk) => partsOf(chunk, ranges, rowCount, file, open));
    const segments = fetchSegments(chunks, parts, open, workspace);
    open.verify();
    measure();
    const decoders = new Map(
      chunks.map((leafChunk, i) => {
        const { leaf, conversion, chunk, corrupt } = leafChunk;
        return [leafChunk, new ValueDecoder(new Pages(segments[i], chunk, workspace, corrupt), leaf, conversion, workspace)];
      }),
    );
    const columns = wanted.map((column, i) =>
      column === undefined
        ? constantColumn(constants[ordinals[i]] ?? null, types[i], workspace)
        : columnReader(column, decoders, rowCount, workspace),
    );
    return { columns, ranges };
  });
}

function columnReader(
  { field, chunks }: FileColumn,
  decoders: ReadonlyMap<LeafChunk, ValueDecoder>,
  rowCount: number,
  workspace: Workspace,
): ColumnReader {
  if (isFlat(field)) {
    const nulls = field.repetition === 'required' ? 'impossible' : chunks[0].chunk.statistics?.nullCount === 0 ? 'excluded' : 'possible';
    return new FlatColumn(decoders.get(chunks[0])!, nulls);
  }
  const leaves = new Map(
    chunks.map((leafChunk) => {
      const { field: node, leaf, chunk } = leafChunk;
      return [leaf, decodeLeaf(decoders.get(leafChunk)!, node.repetitionLevel, node.definitionLevel, chunk.valueCount)];
    }),
  );
  return nestedColumn(field, leaves, rowCount, workspace, chunks[0].corrupt);
}

/** The i-th requested column in the file; undefined for constants and columns that the file does not have. */
function fileColumn({ file, rowGroup, fields, ordinals, types, constants }: Request, i: number): FileColumn | undefined {
  const ordinal = ordinals[i];
  if (ordinal in constants || fields[ordinal] < 0) return undefined;
  const field = file.fields[fields[ordinal]];
  const { chunks, rowCount } = file.rowGroups[rowGroup];
  const leafChunk = (node: Field & { leaf: Leaf }, type: SqlType): LeafChunk => {
    const { leaf } = node;
    const conversion = conversionTo(leaf, type);
    if (conversion === undefined)
      throw new SqlError(
        '42804',
        `column "${leaf.path}" has type ${typeName(leaf.type)} in file "${file.pin.path}" instead of ${typeName(type)}`,
      );
    const corrupt: Corrupt = (what) => corruptFile(file.pin.path, `row group ${rowGroup}, column "${leaf.path}": ${what}`);
    return { field: node, leaf, conversion, chunk: chunks[leaf.index], corrupt, flat: isFlat(field) };
  };
  if (!isFlat(field)) return { field, chunks: leafFields(field).map((node) => leafChunk(node, node.leaf.type)) };
  const only = leafChunk(field, types[i]);
  if (only.chunk.valueCount !== rowCount) throw only.corrupt(`there are ${only.chunk.valueCount} values for ${rowCount} rows`);
  return { field, chunks: [only] };
}

const leafFields = (field: Field): (Field & { leaf: Leaf })[] =>
  field.leaf === undefined ? field.children.flatMap(leafFields) : [{ ...field, leaf: field.leaf }];

/** Predicates on flat columns that are read as they are in the file. */
function pagePredicates({ predicates, ordinals, types }: Request, wanted: readonly (FileColumn | undefined)[]): readonly PagePredicate[] {
  return predicates.flatMap((predicate) => {
    const i = ordinals.indexOf(predicate.ordinal);
    const column = i < 0 ? undefined : wanted[i];
    if (column === undefined || !isFlat(column.field)) return [];
    const [{ leaf, chunk, corrupt }] = column.chunks;
    return [{ predicate, leaf, type: types[i], chunk, corrupt }];
  });
}

/** What to read of a chunk: of a flat column with an index the pages with wanted rows, otherwise all. */
function partsOf(
  { chunk, corrupt, flat }: LeafChunk,
  ranges: readonly RowRange[],
  rowCount: number,
  file: ParquetFile,
  open: OpenFile,
): readonly ChunkPart[] {
  const everything = ranges.length === 1 && ranges[0].start === 0 && ranges[0].end === rowCount;
  if (!flat) return chunkParts(chunk, undefined, ranges, chunk.valueCount);
  return chunkParts(chunk, everything ? undefined : pageLocations(chunk, rowCount, file, open, corrupt), ranges, rowCount);
}

/** The pages of the chunks, as far as they have an index, that hold no wanted row. */
function countSkipped(
  chunks: readonly LeafChunk[],
  ranges: readonly RowRange[],
  rowCount: number,
  file: ParquetFile,
  open: OpenFile,
): number {
  return chunks.reduce((sum, { chunk, corrupt, flat }) => {
    const locations = flat ? (pageLocations(chunk, rowCount, file, open, corrupt) ?? []) : [];
    const isSkipped = ({ firstRow }: { firstRow: number }, page: number) => {
      const end = locations[page + 1]?.firstRow ?? rowCount;
      return !ranges.some((range) => range.start < end && firstRow < range.end);
    };
    return sum + locations.filter(isSkipped).length;
  }, 0);
}

/** Reads all parts of all chunks at once, so that neighbours in the file are read together. */
function fetchSegments(
  chunks: readonly LeafChunk[],
  parts: readonly (readonly ChunkPart[])[],
  open: OpenFile,
  workspace: Workspace,
): readonly (readonly Segment[])[] {
  const wanted = parts.flatMap((chunkParts, i) =>
    chunkParts.map(({ offset, length }) => ({ offset, length, kept: isServedInPlace(chunks[i]) })),
  );
  const addresses = fetchRanges(wanted, open, workspace);
  let next = 0;
  return parts.map((chunkParts) => chunkParts.map(({ length, start, end }) => ({ address: addresses[next++], length, start, end })));
}

/** Whether views will point into the bytes of the file themselves. */
const isServedInPlace = ({ chunk, conversion }: LeafChunk): boolean =>
  chunk.codec === UNCOMPRESSED && (conversion.kind === FIXED_VIEWS || (conversion.kind === COPY && conversion.physicalBytes === 0));
