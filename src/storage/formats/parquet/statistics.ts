import type { SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import type { ColumnChunk, RawStatistics } from './metadata.js';
import { isFlat, type Field, type Leaf } from './schema.js';

/** What is known of the values of a row group, a page or a whole column: bounds that hold, not necessarily values that occur. */
export interface Bounds {
  readonly min?: SqlValue;
  readonly max?: SqlValue;
  readonly nullCount?: number;
}

/** Bounds of a column chunk in the representation of `type`. Nested columns have none. */
export function chunkBounds(field: Field, type: SqlType, chunk: ColumnChunk): Bounds {
  if (!isFlat(field) || chunk.statistics === undefined) return {};
  const { leaf } = field;
  const { statistics } = chunk;
  const [min, max] = orderedBytes(leaf, statistics);
  return { ...bounds(leaf, type, min, max), nullCount: validCount(statistics.nullCount, chunk.valueCount) };
}

const validCount = (count: number | undefined, limit: number) => (count !== undefined && count >= 0 && count <= limit ? count : undefined);

/** The statistics whose order is the type's: the deprecated pair only where values compare as signed numbers. */
function orderedBytes({ physical, annotation }: Leaf, statistics: RawStatistics): [Uint8Array?, Uint8Array?] {
  if (statistics.min !== undefined || statistics.max !== undefined) return [statistics.min, statistics.max];
  const signed =
    physical !== 'BYTE_ARRAY' && physical !== 'FIXED_LEN_BYTE_ARRAY' && !(annotation?.kind === 'integer' && !annotation.signed);
  return signed ? [statistics.signedMin, statistics.signedMax] : [];
}

/**
 * Bounds from encoded values; also those of a page index. Writers leave NaN out of minimum and maximum, and NaN is greater than every number,
 * so a floating-point column has no known maximum.
 */
export function bounds(leaf: Leaf, type: SqlType, min: Uint8Array | undefined, max: Uint8Array | undefined): Bounds {
  const low = min === undefined ? undefined : statisticValue(leaf, type, min);
  const high = max === undefined || type.kind === 'real' || type.kind === 'double' ? undefined : statisticValue(leaf, type, max);
  if (low !== undefined && high !== undefined && compareValues(low, high) > 0) return {};
  return { min: low, max: high };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function statisticValue(leaf: Leaf, type: SqlType, bytes: Uint8Array): SqlValue | undefined {
  const { physical, annotation } = leaf;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (physical) {
    case 'BOOLEAN':
      return bytes.length === 1 ? bytes[0] !== 0 : undefined;
    case 'INT32': {
      if (bytes.length !== 4) return undefined;
      const unsigned = annotation?.kind === 'integer' && !annotation.signed;
      const value = unsigned ? view.getUint32(0, true) : view.getInt32(0, true);
      if (annotation?.kind === 'time') return BigInt(value) * 1000n;
      return type.kind === 'bigint' || type.kind === 'decimal' ? BigInt(value) : value;
    }
    case 'INT64': {
      if (bytes.length !== 8) return undefined;
      if (annotation?.kind === 'integer' && !annotation.signed) return view.getBigUint64(0, true);
      const value = view.getBigInt64(0, true);
      if (annotation?.kind !== 'time' && annotation?.kind !== 'timestamp') return value;
      // Rounding down keeps both bounds: values are rounded the same way.
      return annotation.unit === 'ms'
        ? value * 1000n
        : annotation.unit === 'us'
          ? value
          : BigInt.asIntN(64, (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n);
    }
    case 'FLOAT':
      return bytes.length === 4 ? number(view.getFloat32(0, true)) : undefined;
    case 'DOUBLE':
      return bytes.length === 8 ? number(view.getFloat64(0, true)) : undefined;
    case 'INT96':
      return undefined;
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      switch (type.kind) {
        case 'text':
          return text(bytes);
        case 'bytea':
          return bytes;
        case 'decimal':
          return bigEndian(bytes);
        default:
          return undefined;
      }
  }
}

const number = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

/** Undefined when the writer has cut a character in two. */
function text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function bigEndian(bytes: Uint8Array): bigint | undefined {
  if (bytes.length === 0 || bytes.length > 32) return undefined;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

/** Orders two values of one type as SQL does; text as bytes. Only for types that have statistics. */
export function compareValues(a: SqlValue, b: SqlValue): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}
