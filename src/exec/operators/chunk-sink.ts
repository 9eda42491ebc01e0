import { widthOf } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { PipelineColumn, SinkDraft } from '../compile/draft.js';
import type { Sink, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';

/** Stores rows in chunks (kernels/assembly/chunks.ts). Publishes the list's address. `cap`: rows after that many are not stored. */
export interface ChunkSinkSpec {
  readonly kind: 'Chunks';
  /** Frame offset of the list. */
  readonly list: number;
  readonly columns: readonly { readonly width: number; readonly nullable: boolean }[];
}

export const CHUNK_LIST_BYTES = 48;
export const CHUNK_LIST_FIRST = 12;
export const CHUNK_HEADER_BYTES = 16;
export const CHUNK_NEXT = 4;
const LIST_CHUNK = 0;
const LIST_ROWS = 4;
const LIST_CAPACITY = 8;
const LIST_LAYOUT = 24;
const LIST_REGION = 28;
const LIST_LARGEST = 32;

/** Emits the append of one row at the end of the list at `list`; strings are copied into `region` unless they stay anyway. */
export function emitAppend(
  list: Value,
  columns: readonly { readonly column: PipelineColumn; readonly value: NullableValue }[],
  region: Value,
  code: Emitter,
): void {
  const full = code.op('i32.eq', code.load('i32.load', list, LIST_ROWS), code.load('i32.load', list, LIST_CAPACITY));
  code.if(full, () => code.callVoid('chunks_grow', list));
  const row = code.load('i32.load', list, LIST_ROWS);
  const chunk = code.load('i32.load', list, LIST_CHUNK);
  columns.forEach(({ column, value: { value, isNull } }, i) => {
    const width = widthOf(column.type);
    const descriptor = CHUNK_HEADER_BYTES + 16 * i;
    const values = code.load('i32.load', chunk, descriptor);
    const slot = code.op('i32.add', values, code.op('i32.mul', row, code.i32(width)));
    if (isNull === undefined) storeValue(slot, column, value, region, code);
    else
      code.if(
        isNull,
        () => storeZero(slot, width, code),
        () => storeValue(slot, column, value, region, code),
      );
    if (!column.nullable) return;
    const validity = code.load('i32.load', chunk, descriptor + 4);
    const byte = code.op('i32.add', validity, code.op('i32.shr_u', row, code.i32(3)));
    const valid = isNull === undefined ? code.i32(1) : code.op('i32.eqz', isNull);
    const bit = code.op('i32.shl', valid, code.op('i32.and', row, code.i32(7)));
    code.store('i32.store8', byte, code.op('i32.or', code.load('i32.load8_u', byte), bit));
  });
  code.store('i32.store', list, code.op('i32.add', row, code.i32(1)), LIST_ROWS);
}

function storeValue(slot: Value, column: PipelineColumn, value: Value, region: Value, code: Emitter): void {
  if (value.class === 'view') storePersistent(slot, column, value, region, code);
  else code.storeSlot(column.type, slot, value);
}

/** Stores a view whose bytes must outlive the batch: what is not inline is copied into `region`. */
export function storePersistent(
  slot: Value,
  column: { readonly type: PipelineColumn['type'] },
  value: Value,
  region: Value,
  code: Emitter,
): void {
  const from = code.addressOf(value);
  switch (column.type.kind) {
    case 'array':
    case 'struct':
    case 'map':
      code.callHost('copy_nested', ['i32', 'i32', 'i32', 'i32'], [], code.i32(code.nestedType(column.type)), slot, from, region);
      return;
    default:
      code.store128(slot, code.load128(from));
      code.if(code.op('i32.gt_u', code.load('i32.load', from), code.i32(12)), () => code.callVoid('view_copy', slot, from, region));
  }
}

function storeZero(slot: Value, width: number, code: Emitter): void {
  switch (width) {
    case 1:
      return code.store('i32.store8', slot, code.i32(0));
    case 2:
      return code.store('i32.store16', slot, code.i32(0));
    case 4:
      return code.store('i32.store', slot, code.i32(0));
    case 8:
      return code.store('i64.store', slot, code.i64(0n));
    default:
      return code.store128(slot, code.i128(0n));
  }
}

/** A sink that stores `columns` of each row; `columns` of the result say which may be NULL. */
export function chunkSink(wanted: readonly PipelineColumn[]): SinkDraft & { readonly columns: () => readonly PipelineColumn[] } {
  let list = -1;
  let columns: readonly PipelineColumn[] = wanted;
  return {
    columns: () => columns,
    emit({ code, row, stage }) {
      list = stage.layout.reserve(CHUNK_LIST_BYTES);
      const values = wanted.map(({ id }) => row.get(id));
      columns = wanted.map((column, i) => ({ ...column, nullable: values[i].isNull !== undefined }));
      const address = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(list)));
      const region = code.inPrologue(() => code.load('i32.load', code.frame, list + LIST_REGION));
      emitAppend(
        address,
        columns.map((column, i) => ({ column, value: values[i] })),
        region,
        code,
      );
    },
    spec: () => ({ kind: 'Chunks', list, columns: columns.map(({ type, nullable }) => ({ width: widthOf(type), nullable })) }),
  };
}

/** Writes an empty list at `list`: chunks of the columns, in `region`. */
export function initChunkList(task: Task, list: number, columns: ChunkSinkSpec['columns'], region: number): void {
  const { arena, batchRows } = task;
  const layout = arena.kernels.region_alloc(region, 4 + 4 * columns.length) >>> 0;
  arena.u32[layout >>> 2] = columns.length;
  columns.forEach(({ width, nullable }, i) => {
    arena.u32[(layout >>> 2) + 1 + i] = (width | (nullable ? 0x80000000 : 0)) >>> 0;
  });
  arena.u8.fill(0, list, list + CHUNK_LIST_BYTES);
  arena.u32[(list + LIST_LAYOUT) >>> 2] = layout;
  arena.u32[(list + LIST_REGION) >>> 2] = region;
  arena.u32[(list + LIST_LARGEST) >>> 2] = batchRows;
}

export function openChunkSink(spec: ChunkSinkSpec, task: Task): Sink {
  const list = task.frame + spec.list;
  initChunkList(task, list, spec.columns, task.outputRegion);
  return {
    finish() {
      task.arena.kernels.chunks_finish(list);
      // The frame goes with the task; the list's head stays with the output.
      const published = task.arena.kernels.region_alloc(task.outputRegion, CHUNK_LIST_BYTES) >>> 0;
      task.arena.u8.copyWithin(published, list, list + CHUNK_LIST_BYTES);
      return published;
    },
  };
}
