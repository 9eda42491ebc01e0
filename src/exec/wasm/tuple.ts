import { widthOf, type SqlType } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import { storePersistent } from '../operators/chunk-sink.js';
import type { Emitter } from './emitter.js';

/** A field of a tuple: its slot, and the byte that is 1 when it is NULL (none: it never is). */
export interface TupleField {
  readonly type: SqlType;
  readonly offset: number;
  readonly nullOffset?: number;
}

/** The row format of operators: a header of their own, slots by falling width, NULL bytes, and room for anything else, 8-aligned unless it is one byte. */
export interface TupleLayout {
  /** A multiple of 8. */
  readonly bytes: number;
  /** In the order in which they were asked for. */
  readonly fields: readonly TupleField[];
  readonly extras: readonly number[];
}

/** `headerBytes` is a multiple of 8; `extras` are sizes of further areas, whose offsets come back in the same order. */
export function layoutTuple(
  headerBytes: number,
  columns: readonly { readonly type: SqlType; readonly nullable: boolean }[],
  extras: readonly number[] = [],
): TupleLayout {
  let bytes = headerBytes;
  const offsets = new Map<number, number>();
  const byWidth = columns.map(({ type }, i) => ({ i, width: widthOf(type) })).sort((a, b) => b.width - a.width || a.i - b.i);
  for (const { i, width } of byWidth) {
    offsets.set(i, bytes);
    bytes += width;
  }
  const fields = columns.map(({ type, nullable }, i): TupleField => ({
    type,
    offset: offsets.get(i)!,
    nullOffset: nullable ? bytes++ : undefined,
  }));
  const align = () => (bytes = (bytes + 7) & ~7);
  const areas = extras.map((size) => {
    const offset = size === 1 ? bytes : align();
    bytes += size;
    return offset;
  });
  return { bytes: align(), fields, extras: areas };
}

export function loadField({ type, offset, nullOffset }: TupleField, tuple: Value, code: Emitter): NullableValue {
  const value = code.loadSlot(type, tuple, offset);
  return nullOffset === undefined ? { value } : { value, isNull: code.load('i32.load8_u', tuple, nullOffset) };
}

/** Stores a value; bytes of strings are copied into `region` unless they stay anyway. The slot of a NULL keeps what it holds. */
export function storeField(field: TupleField, tuple: Value, stored: NullableValue, region: Value, code: Emitter): void {
  const { type, offset } = field;
  const { value, isNull } = stored;
  if (value.class !== 'view' || stored.stays === true) return storeFieldInPlace(field, tuple, stored, code);
  storeNullByte(field, tuple, isNull, code);
  const store = () => storePersistent(code.op('i32.add', tuple, code.i32(offset)), { type }, value, region, code);
  if (isNull === undefined) store();
  else code.if(code.op('i32.eqz', isNull), store);
}

/** Stores a value whose bytes, if it is a string, live as long as the tuple, also where it is NULL. */
export function storeFieldInPlace(field: TupleField, tuple: Value, { value, isNull }: NullableValue, code: Emitter): void {
  storeNullByte(field, tuple, isNull, code);
  code.storeSlot(field.type, tuple, value, field.offset);
}

function storeNullByte({ nullOffset }: TupleField, tuple: Value, isNull: Value | undefined, code: Emitter): void {
  if (nullOffset !== undefined) code.store('i32.store8', tuple, isNull ?? code.i32(0), nullOffset);
}

/** Lazy loads of fields as columns, for newRow. */
export const fieldLoads = (
  columns: readonly { readonly id: ColumnId; readonly field: TupleField }[],
  tuple: Value,
  code: Emitter,
): ReadonlyMap<ColumnId, () => NullableValue> =>
  new Map(columns.map(({ id, field }) => [id, () => loadField(field, tuple, code)] as const));

/** Bytes of a list's head (kernels/assembly/tuples.ts) and where its fields are. */
export const TUPLE_LIST_BYTES = 32;
export const LIST_CURSOR = 0;
export const LIST_END = 4;

/** Emits the addition of a zeroed tuple at the end of the list at `list`; returns its address. */
export function emitNewTuple(list: Value, tupleBytes: number, code: Emitter): Value {
  const full = code.op('i32.eq', code.load('i32.load', list, LIST_CURSOR), code.load('i32.load', list, LIST_END));
  code.if(full, () => code.callVoid('tuples_grow', list));
  const tuple = code.load('i32.load', list, LIST_CURSOR);
  code.store('i32.store', list, code.op('i32.add', tuple, code.i32(tupleBytes)), LIST_CURSOR);
  return tuple;
}
