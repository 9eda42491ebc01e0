import { corruptFile, InternalError, SqlError } from '../../../errors.js';
import { typeName, type SqlType } from '../../../data/types.js';
import { openPinned, type OpenFile } from '../../backends/disk.js';
import type { ScanPartition, ScanPredicate } from '../format.js';
import { constantColumn } from './constant-column.js';
import { conversionTo, COPY, FIXED_VIEWS, type Conversion } from './conversion.js';
import { UNCOMPRESSED } from './decompress.js';
import { fetchRanges } from './fetch.js';
import { FlatColumn, type ColumnReader } from './flat-column.js';
import type { ParquetFile } from './footer.js';
import type { ColumnChunk } from './metadata.js';
import { nestedColumn } from './nested-column.js';
import { decodeLeaf } from './nested-leaf.js';
import { chunkParts, pageLocations, selectRows, type ChunkPart, type PagePredicate, type RowRange } from './page-index.js';
import { Pages, type Corrupt, type Segment } from './pages.js';
import { isFlat, type Field, type Leaf } from './schema.js';
import { ValueDecoder } from './values.js';
import type { Workspace } from './workspace.js';

/** What to read of a row group: plain parameters of TableFormat.open. */
export interface Request {
  readonly file: ParquetFile;
  readonly rowGroup: number;
  readonly fields: readonly number[];
  readonly ordinals: readonly number[];
  readonly types: readonly SqlType[];
  readonly predicates: readonly ScanPredicate[];
  readonly constants: ScanPartition['constants'];
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

/** The wanted columns of a row group, each read from the file when it is first asked for. */
export class RowGroupReader {
  /** The rows to hand out: all, less the pages that predicates rule out. */
  readonly ranges: readonly RowRange[];
  private readonly wanted: readonly (FileColumn | undefined)[];
  private readonly columns: (ColumnReader | undefined)[];
  private readonly rowCount: number;
  private unopened: number;
  private file: OpenFile | undefined;

  constructor(
    private readonly request: Request,
    private readonly workspace: Workspace,
  ) {
    const { file, rowGroup, ordinals } = request;
    this.rowCount = file.rowGroups[rowGroup].rowCount;
    this.wanted = ordinals.map((_, i) => fileColumn(request, i));
    this.columns = ordinals.map(() => undefined);
    this.unopened = ordinals.length;
    this.file = openPinned(file.pin);
    try {
      this.ranges = selectRows(pagePredicates(request, this.wanted), this.rowCount, file, this.file);
      const { measure } = workspace.context;
      const chunks = this.wanted.flatMap((column) => column?.chunks ?? []);
      if (measure !== undefined) measure.pagesSkipped += countSkipped(chunks, this.ranges, this.rowCount, file, this.file);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Reads the columns [from, to) that have not been read yet, neighbours in the file together. */
  open(from: number, to: number): void {
    if (this.unopened === 0) return;
    const indexes: number[] = [];
    for (let i = from; i < to; i++) if (this.columns[i] === undefined) indexes.push(i);
    if (indexes.length === 0) return;
    const chunks = indexes.flatMap((i) => this.wanted[i]?.chunks ?? []);
    const decoders = chunks.length === 0 ? new Map<LeafChunk, ValueDecoder>() : this.fetch(chunks);
    for (const i of indexes) this.columns[i] = this.columnReader(i, decoders);
    this.unopened -= indexes.length;
    if (this.unopened === 0) this.close();
  }

  /** A column that has been opened. */
  column(i: number): ColumnReader {
    const column = this.columns[i];
    if (column === undefined) throw new InternalError('a Parquet column is used before it is read');
    return column;
  }

  close(): void {
    if (this.file === undefined) return;
    const { measure } = this.workspace.context;
    if (measure !== undefined) measure.bytesRead += this.file.bytesRead;
    this.file.close();
    this.file = undefined;
  }

  private fetch(chunks: readonly LeafChunk[]): ReadonlyMap<LeafChunk, ValueDecoder> {
    const open = this.file;
    if (open === undefined) throw new InternalError('a Parquet column is read after its file was closed');
    const parts = chunks.map((chunk) => partsOf(chunk, this.ranges, this.rowCount, this.request.file, open));
    const segments = fetchSegments(chunks, parts, open, this.workspace);
    open.verify();
    return new Map(
      chunks.map((leafChunk, i) => {
        const { leaf, conversion, chunk, corrupt } = leafChunk;
        const pages = new Pages(segments[i], chunk, this.workspace, corrupt);
        return [leafChunk, new ValueDecoder(pages, leaf, conversion, this.workspace)];
      }),
    );
  }

  private columnReader(i: number, decoders: ReadonlyMap<LeafChunk, ValueDecoder>): ColumnReader {
    const { constants, ordinals, types } = this.request;
    const column = this.wanted[i];
    return column === undefined
      ? constantColumn(constants[ordinals[i]] ?? null, types[i], this.workspace)
      : columnReader(column, decoders, this.rowCount, this.workspace);
  }
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
