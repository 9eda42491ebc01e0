import { BINARY, STRUCT, type ThriftReader } from './thrift.js';

/*
 * Parquet's own metadata structs (parquet.thrift), as far as Quern reads them, in its vocabulary.
 */

export type PhysicalType = 'BOOLEAN' | 'INT32' | 'INT64' | 'INT96' | 'FLOAT' | 'DOUBLE' | 'BYTE_ARRAY' | 'FIXED_LEN_BYTE_ARRAY';
const PHYSICAL_TYPES: readonly PhysicalType[] = [
  'BOOLEAN',
  'INT32',
  'INT64',
  'INT96',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
];

export type Repetition = 'required' | 'optional' | 'repeated';
const REPETITIONS: readonly Repetition[] = ['required', 'optional', 'repeated'];

export type TimeUnit = 'ms' | 'us' | 'ns';

/** What a column's values mean; the deprecated converted types arrive as the same. */
export type Annotation =
  | { readonly kind: 'string' | 'enum' | 'json' | 'bson' | 'uuid' | 'date' | 'float16' | 'list' | 'map' | 'interval' | 'null' | 'other' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'time'; readonly unit: TimeUnit }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly adjusted: boolean }
  | { readonly kind: 'integer'; readonly bits: number; readonly signed: boolean };

export interface SchemaElement {
  readonly physical?: PhysicalType;
  readonly typeLength: number;
  readonly repetition?: Repetition;
  readonly name: string;
  readonly childCount: number;
  readonly annotation?: Annotation;
}

/** Statistics as written; `min` and `max` only where the writer's order is known to be the type's. */
export interface RawStatistics {
  readonly min?: Uint8Array;
  readonly max?: Uint8Array;
  /** The deprecated pair, ordered by signed comparison whatever the type. */
  readonly signedMin?: Uint8Array;
  readonly signedMax?: Uint8Array;
  readonly nullCount?: number;
  readonly distinctCount?: number;
  readonly minExact?: boolean;
  readonly maxExact?: boolean;
}

export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** One column of one row group. */
export interface ColumnChunk {
  readonly physical: PhysicalType;
  readonly codec: number;
  readonly valueCount: number;
  readonly uncompressedSize: number;
  readonly compressedSize: number;
  readonly dataPageOffset: number;
  readonly dictionaryPageOffset?: number;
  readonly statistics?: RawStatistics;
  readonly columnIndex?: FileRange;
  readonly offsetIndex?: FileRange;
  readonly filePath?: string;
  readonly encrypted: boolean;
}

export interface RowGroup {
  readonly rowCount: number;
  readonly chunks: readonly ColumnChunk[];
}

export interface FileMetadata {
  readonly schema: readonly SchemaElement[];
  readonly rowCount: number;
  readonly rowGroups: readonly RowGroup[];
  readonly keyValues: ReadonlyMap<string, string>;
  readonly createdBy?: string;
  readonly encrypted: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function readFileMetadata(reader: ThriftReader): FileMetadata {
  const file: Mutable<FileMetadata> = { schema: [], rowCount: 0, rowGroups: [], keyValues: new Map(), encrypted: false };
  reader.struct((id, type) => {
    switch (id) {
      case 2:
        file.schema = reader.list(type, (element) => {
          reader.expect(element, STRUCT);
          return readSchemaElement(reader);
        });
        return true;
      case 3:
        file.rowCount = reader.i64(type);
        return true;
      case 4:
        file.rowGroups = reader.list(type, (element) => {
          reader.expect(element, STRUCT);
          return readRowGroup(reader);
        });
        return true;
      case 5:
        file.keyValues = new Map(
          reader.list(type, (element) => {
            reader.expect(element, STRUCT);
            return readKeyValue(reader);
          }),
        );
        return true;
      case 6:
        file.createdBy = reader.text(type);
        return true;
      case 8:
        file.encrypted = true;
        return false;
      default:
        return false;
    }
  });
  return file;
}

function readKeyValue(reader: ThriftReader): [string, string] {
  const pair: [string, string] = ['', ''];
  reader.struct((id, type) => {
    if (id === 1 || id === 2) {
      pair[id - 1] = reader.text(type);
      return true;
    }
    return false;
  });
  return pair;
}

function readSchemaElement(reader: ThriftReader): SchemaElement {
  const element: Mutable<SchemaElement> = { typeLength: 0, name: '', childCount: 0 };
  let converted: number | undefined;
  let scale = 0;
  let precision = 0;
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        element.physical = PHYSICAL_TYPES[reader.i32(type)];
        return true;
      case 2:
        element.typeLength = reader.i32(type);
        return true;
      case 3:
        element.repetition = REPETITIONS[reader.i32(type)];
        return true;
      case 4:
        element.name = reader.text(type);
        return true;
      case 5:
        element.childCount = reader.i32(type);
        return true;
      case 6:
        converted = reader.i32(type);
        return true;
      case 7:
        scale = reader.i32(type);
        return true;
      case 8:
        precision = reader.i32(type);
        return true;
      case 10:
        reader.expect(type, STRUCT);
        element.annotation = readLogicalType(reader);
        return true;
      default:
        return false;
    }
  });
  if (converted !== undefined && (element.annotation === undefined || element.annotation.kind === 'other')) {
    element.annotation = convertedType(converted, precision, scale) ?? element.annotation;
  }
  return element;
}

function convertedType(converted: number, precision: number, scale: number): Annotation | undefined {
  switch (converted) {
    case 0:
      return { kind: 'string' };
    case 1:
    case 2:
      return { kind: 'map' };
    case 3:
      return { kind: 'list' };
    case 4:
      return { kind: 'enum' };
    case 5:
      return { kind: 'decimal', precision, scale };
    case 6:
      return { kind: 'date' };
    case 7:
      return { kind: 'time', unit: 'ms' };
    case 8:
      return { kind: 'time', unit: 'us' };
    // Written before there was a flag for it, mostly for local timestamps.
    case 9:
      return { kind: 'timestamp', unit: 'ms', adjusted: false };
    case 10:
      return { kind: 'timestamp', unit: 'us', adjusted: false };
    case 11:
    case 12:
    case 13:
    case 14:
      return { kind: 'integer', bits: 8 << (converted - 11), signed: false };
    case 15:
    case 16:
    case 17:
    case 18:
      return { kind: 'integer', bits: 8 << (converted - 15), signed: true };
    case 19:
      return { kind: 'json' };
    case 20:
      return { kind: 'bson' };
    case 21:
      return { kind: 'interval' };
    default:
      return undefined;
  }
}

function readLogicalType(reader: ThriftReader): Annotation | undefined {
  let annotation: Annotation | undefined;
  reader.struct((id, type) => {
    reader.expect(type, STRUCT);
    switch (id) {
      case 5:
        annotation = readDecimal(reader);
        return true;
      case 7:
        annotation = { kind: 'time', unit: readTime(reader).unit };
        return true;
      case 8:
        annotation = { kind: 'timestamp', ...readTime(reader) };
        return true;
      case 10:
        annotation = readInteger(reader);
        return true;
      default:
        annotation = { kind: SIMPLE_LOGICAL[id] ?? 'other' };
        return false;
    }
  });
  return annotation;
}

const SIMPLE_LOGICAL: Readonly<
  Record<number, 'string' | 'map' | 'list' | 'enum' | 'date' | 'null' | 'json' | 'bson' | 'uuid' | 'float16'>
> = {
  1: 'string',
  2: 'map',
  3: 'list',
  4: 'enum',
  6: 'date',
  11: 'null',
  12: 'json',
  13: 'bson',
  14: 'uuid',
  15: 'float16',
};

function readDecimal(reader: ThriftReader): Annotation {
  let scale = 0;
  let precision = 0;
  reader.struct((id, type) => {
    if (id === 1) {
      scale = reader.i32(type);
      return true;
    }
    if (id === 2) {
      precision = reader.i32(type);
      return true;
    }
    return false;
  });
  return { kind: 'decimal', precision, scale };
}

function readTime(reader: ThriftReader): { adjusted: boolean; unit: TimeUnit } {
  let adjusted = false;
  let unit: TimeUnit = 'us';
  reader.struct((id, type) => {
    if (id === 1) {
      adjusted = reader.bool(type);
      return true;
    }
    if (id !== 2 || type !== STRUCT) return false;
    reader.struct((which) => {
      unit = which === 1 ? 'ms' : which === 3 ? 'ns' : 'us';
      return false;
    });
    return true;
  });
  return { adjusted, unit };
}

function readInteger(reader: ThriftReader): Annotation {
  let bits = 32;
  let signed = true;
  reader.struct((id, type) => {
    if (id === 1) {
      bits = reader.i8(type);
      return true;
    }
    if (id === 2) {
      signed = reader.bool(type);
      return true;
    }
    return false;
  });
  return { kind: 'integer', bits, signed };
}

function readRowGroup(reader: ThriftReader): RowGroup {
  const group: Mutable<RowGroup> = { rowCount: 0, chunks: [] };
  reader.struct((id, type) => {
    if (id === 1) {
      group.chunks = reader.list(type, (element) => {
        reader.expect(element, STRUCT);
        return readColumnChunk(reader);
      });
      return true;
    }
    if (id === 3) {
      group.rowCount = reader.i64(type);
      return true;
    }
    return false;
  });
  return group;
}

function readColumnChunk(reader: ThriftReader): ColumnChunk {
  const chunk: Mutable<ColumnChunk> = {
    physical: 'BOOLEAN',
    codec: 0,
    valueCount: 0,
    uncompressedSize: 0,
    compressedSize: 0,
    dataPageOffset: 0,
    encrypted: false,
  };
  const index = { columnOffset: 0, columnLength: 0, offsetOffset: 0, offsetLength: 0 };
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        chunk.filePath = reader.text(type);
        return true;
      case 3:
        reader.expect(type, STRUCT);
        readColumnMetadata(reader, chunk);
        return true;
      case 4:
        index.offsetOffset = reader.i64(type);
        return true;
      case 5:
        index.offsetLength = reader.i32(type);
        return true;
      case 6:
        index.columnOffset = reader.i64(type);
        return true;
      case 7:
        index.columnLength = reader.i32(type);
        return true;
      case 8:
      case 9:
        chunk.encrypted = true;
        return false;
      default:
        return false;
    }
  });
  if (index.offsetLength > 0) chunk.offsetIndex = { offset: index.offsetOffset, length: index.offsetLength };
  if (index.columnLength > 0) chunk.columnIndex = { offset: index.columnOffset, length: index.columnLength };
  return chunk;
}

function readColumnMetadata(reader: ThriftReader, chunk: Mutable<ColumnChunk>): void {
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        chunk.physical = PHYSICAL_TYPES[reader.i32(type)];
        return true;
      case 4:
        chunk.codec = reader.i32(type);
        return true;
      case 5:
        chunk.valueCount = reader.i64(type);
        return true;
      case 6:
        chunk.uncompressedSize = reader.i64(type);
        return true;
      case 7:
        chunk.compressedSize = reader.i64(type);
        return true;
      case 9:
        chunk.dataPageOffset = reader.i64(type);
        return true;
      case 11:
        chunk.dictionaryPageOffset = reader.i64(type);
        return true;
      case 12:
        reader.expect(type, STRUCT);
        chunk.statistics = readStatistics(reader);
        return true;
      default:
        return false;
    }
  });
}

function readStatistics(reader: ThriftReader): RawStatistics {
  const statistics: Mutable<RawStatistics> = {};
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        statistics.signedMax = reader.binary(type);
        return true;
      case 2:
        statistics.signedMin = reader.binary(type);
        return true;
      case 3:
        statistics.nullCount = reader.i64(type);
        return true;
      case 4:
        statistics.distinctCount = reader.i64(type);
        return true;
      case 5:
        statistics.max = reader.binary(type);
        return true;
      case 6:
        statistics.min = reader.binary(type);
        return true;
      case 7:
        statistics.maxExact = reader.bool(type);
        return true;
      case 8:
        statistics.minExact = reader.bool(type);
        return true;
      default:
        return false;
    }
  });
  return statistics;
}

export interface PageHeader {
  readonly kind: 'data' | 'data-v2' | 'dictionary' | 'other';
  readonly uncompressedSize: number;
  readonly compressedSize: number;
  readonly crc: number | undefined;
  readonly valueCount: number;
  readonly encoding: number;
  readonly definitionEncoding: number;
  /** Version 2 only. */
  readonly nullCount: number;
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  readonly compressed: boolean;
}

export function readPageHeader(reader: ThriftReader): PageHeader {
  const page: Mutable<PageHeader> = {
    kind: 'other',
    uncompressedSize: -1,
    compressedSize: -1,
    crc: undefined,
    valueCount: -1,
    encoding: -1,
    definitionEncoding: 3,
    nullCount: 0,
    definitionBytes: 0,
    repetitionBytes: 0,
    compressed: true,
  };
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        page.kind = PAGE_KINDS[reader.i32(type)] ?? 'other';
        return true;
      case 2:
        page.uncompressedSize = reader.i32(type);
        return true;
      case 3:
        page.compressedSize = reader.i32(type);
        return true;
      case 4:
        page.crc = reader.i32(type) >>> 0;
        return true;
      case 5:
      case 7:
        reader.expect(type, STRUCT);
        reader.struct((inner, innerType) => {
          if (inner === 1) {
            page.valueCount = reader.i32(innerType);
            return true;
          }
          if (inner === 2) {
            page.encoding = reader.i32(innerType);
            return true;
          }
          if (inner === 3 && id === 5) {
            page.definitionEncoding = reader.i32(innerType);
            return true;
          }
          return false;
        });
        return true;
      case 8:
        reader.expect(type, STRUCT);
        readDataPageV2(reader, page);
        return true;
      default:
        return false;
    }
  });
  return page;
}

const PAGE_KINDS: readonly PageHeader['kind'][] = ['data', 'other', 'dictionary', 'data-v2'];

function readDataPageV2(reader: ThriftReader, page: Mutable<PageHeader>): void {
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        page.valueCount = reader.i32(type);
        return true;
      case 2:
        page.nullCount = reader.i32(type);
        return true;
      case 4:
        page.encoding = reader.i32(type);
        return true;
      case 5:
        page.definitionBytes = reader.i32(type);
        return true;
      case 6:
        page.repetitionBytes = reader.i32(type);
        return true;
      case 7:
        page.compressed = reader.bool(type);
        return true;
      default:
        return false;
    }
  });
}

export interface PageLocation {
  readonly offset: number;
  readonly compressedSize: number;
  readonly firstRow: number;
}

export function readOffsetIndex(reader: ThriftReader): readonly PageLocation[] {
  let locations: PageLocation[] = [];
  reader.struct((id, type) => {
    if (id !== 1) return false;
    locations = reader.list(type, (element) => {
      reader.expect(element, STRUCT);
      const location: Mutable<PageLocation> = { offset: -1, compressedSize: -1, firstRow: -1 };
      reader.struct((inner, innerType) => {
        if (inner === 1) {
          location.offset = reader.i64(innerType);
          return true;
        }
        if (inner === 2) {
          location.compressedSize = reader.i32(innerType);
          return true;
        }
        if (inner === 3) {
          location.firstRow = reader.i64(innerType);
          return true;
        }
        return false;
      });
      return location;
    });
    return true;
  });
  return locations;
}

export interface ColumnIndex {
  readonly nullPages: readonly boolean[];
  readonly mins: readonly Uint8Array[];
  readonly maxes: readonly Uint8Array[];
  readonly nullCounts?: readonly number[];
}

export function readColumnIndex(reader: ThriftReader): ColumnIndex {
  const index: Mutable<ColumnIndex> = { nullPages: [], mins: [], maxes: [] };
  const binaries = (type: number) =>
    reader.list(type, (element) => {
      reader.expect(element, BINARY);
      return reader.binary(element);
    });
  reader.struct((id, type) => {
    switch (id) {
      case 1:
        index.nullPages = reader.list(type, (element) => reader.listedBool(element));
        return true;
      case 2:
        index.mins = binaries(type);
        return true;
      case 3:
        index.maxes = binaries(type);
        return true;
      case 5:
        index.nullCounts = reader.list(type, (element) => reader.i64(element));
        return true;
      default:
        return false;
    }
  });
  return index;
}
