import { sameType, STORAGE_BYTES, storageOf, type SqlType } from '../../../data/types.js';
import type { Leaf } from './schema.js';

/** How a leaf's physical values become slots: a kernel number of assembly/parquet/convert.ts, and the widths on both sides. */
export interface Conversion {
  readonly kind: number;
  /** Bytes of a physical value; 0 for byte arrays, whose physical form is a view (16 bytes). */
  readonly physicalBytes: number;
  readonly slotBytes: number;
  /** Byte arrays that are text must be UTF-8. */
  readonly text: boolean;
}

/** Slots are physical values as they are. */
export const COPY = 0;
/** Slots are views of fixed-length byte strings. */
export const FIXED_VIEWS = 100;
/** Booleans: bits to bytes. */
export const BOOLEANS = 101;

const TO_I16 = 1;
const U32_TO_I64 = 2;
const I32_TO_I64 = 3;
const I64_TO_I32 = 4;
const I32_TO_I128 = 5;
const I64_TO_I128 = 6;
const U64_TO_I128 = 7;
const I32_MILLIS = 8;
const I64_MILLIS = 9;
const I64_NANOS = 10;
const INT96 = 11;
const F16_TO_F32 = 12;
const F32_TO_F64 = 13;
const I32_TO_F64 = 14;
const BIG_ENDIAN_TO_I32 = 15;
const VIEWS_TO_I32 = 18;
const UUID_BYTES = 21;
const INTERVAL_BYTES = 22;

/** The conversion from a leaf to `wanted`, which is its own type or a wider one; undefined when there is none. */
export function conversionTo(leaf: Leaf, wanted: SqlType): Conversion | undefined {
  const kind = conversionKind(leaf, wanted);
  if (kind === undefined) return undefined;
  const slotBytes = STORAGE_BYTES[storageOf(wanted)];
  const text = wanted.kind === 'text' || wanted.kind === 'json';
  return { kind, physicalBytes: physicalBytes(leaf), slotBytes, text };
}

function physicalBytes({ physical, typeLength }: Leaf): number {
  switch (physical) {
    case 'BOOLEAN':
      return 1;
    case 'INT32':
    case 'FLOAT':
      return 4;
    case 'INT64':
    case 'DOUBLE':
      return 8;
    case 'INT96':
      return 12;
    case 'FIXED_LEN_BYTE_ARRAY':
      return typeLength;
    case 'BYTE_ARRAY':
      return 0;
  }
}

function conversionKind(leaf: Leaf, wanted: SqlType): number | undefined {
  const { physical, annotation, type: own } = leaf;
  const storage = storageOf(wanted);
  if (!sameType(own, wanted) && !isWidening(own, wanted)) return undefined;
  switch (physical) {
    case 'BOOLEAN':
      return BOOLEANS;
    case 'FLOAT':
      return storage === 'f64' ? F32_TO_F64 : COPY;
    case 'DOUBLE':
      return COPY;
    case 'INT96':
      return INT96;
    case 'BYTE_ARRAY':
      if (wanted.kind !== 'decimal') return COPY;
      return VIEWS_TO_I32 + (storage === 'i32' ? 0 : storage === 'i64' ? 1 : 2);
    case 'FIXED_LEN_BYTE_ARRAY':
      switch (wanted.kind) {
        case 'decimal':
          return BIG_ENDIAN_TO_I32 + (storage === 'i32' ? 0 : storage === 'i64' ? 1 : 2);
        case 'uuid':
          return UUID_BYTES;
        case 'interval':
          return INTERVAL_BYTES;
        case 'real':
          return F16_TO_F32;
        default:
          return FIXED_VIEWS;
      }
    case 'INT32':
      if (annotation?.kind === 'time') return I32_MILLIS;
      if (annotation?.kind === 'timestamp') return undefined;
      switch (storage) {
        case 'i16':
          return TO_I16;
        case 'i32':
          return COPY;
        case 'i64':
          return annotation?.kind === 'integer' && !annotation.signed && annotation.bits === 32 ? U32_TO_I64 : I32_TO_I64;
        case 'i128':
          return I32_TO_I128;
        case 'f64':
          return I32_TO_F64;
        default:
          return undefined;
      }
    case 'INT64':
      if (annotation?.kind === 'time' || annotation?.kind === 'timestamp')
        return annotation.unit === 'us' ? COPY : annotation.unit === 'ms' ? I64_MILLIS : I64_NANOS;
      switch (storage) {
        case 'i32':
          return I64_TO_I32;
        case 'i64':
          return COPY;
        case 'i128':
          return annotation?.kind === 'integer' && !annotation.signed ? U64_TO_I128 : I64_TO_I128;
        default:
          return undefined;
      }
  }
}

const INTEGER_RANKS: Readonly<Record<string, number>> = { smallint: 1, integer: 2, bigint: 3 };

/** Whether every value of `own` is one of `wanted` with the same number: what files of one table may differ in. */
export function isWidening(own: SqlType, wanted: SqlType): boolean {
  const from = INTEGER_RANKS[own.kind];
  if (from !== undefined) {
    if (INTEGER_RANKS[wanted.kind] !== undefined) return from <= INTEGER_RANKS[wanted.kind];
    return wanted.kind === 'double' && from <= 2;
  }
  if (own.kind === 'real') return wanted.kind === 'double';
  return own.kind === 'decimal' && wanted.kind === 'decimal' && own.scale === wanted.scale && own.precision <= wanted.precision;
}
