import { isNested, storageOf, widthOf } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { PipelineColumn, SinkDraft } from '../compile/draft.js';
import {
  BLOCK_BYTES,
  BLOCK_COLUMN_WORDS,
  BLOCK_COLUMNS,
  BLOCK_LENGTH,
  BLOCK_ROWS,
  BLOCK_VALIDITY,
  BLOCK_VALUES,
  type ResultBlock,
} from '../result-block.js';
import type { Sink, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';

/**
 * Hands a query's rows over in blocks outside the arena (exec/result-block.ts): they gather in columns that fit the processor's cache, and
 * whenever these are full they are copied out. Publishes nothing in the arena.
 */
export interface ResultSinkSpec {
  readonly kind: 'Result';
  /** Frame offset of the state (kernels/assembly/result.ts), and of the columns behind it. */
  readonly state: number;
  /** `width` 0: strings. */
  readonly columns: readonly { readonly width: number; readonly nullable: boolean }[];
}

const STATE_LIMIT = 4;
const STATE_OWNER = 8;
const STATE_BYTES = 16;
const COLUMN_VALUES = 0;
const COLUMN_VALIDITY = 4;
const COLUMN_BYTES = 8;
const COLUMN_USED = 12;
const COLUMN_ROOM = 16;
const COLUMN_STATE_BYTES = 32;

const INLINE_BYTES = 12;
/** What an inline string's two stores may write. */
const STORED_BYTES = 12;

/** How many bytes of rows gather before they leave, and how many a string is thought to have. */
const GATHERED_BYTES = 1 << 20;
const STRING_BYTES = 16;
const LEAST_ROWS = 64;

/** Nested values leave in JavaScript (result/detach.ts). */
export const canLeaveInBlocks = (columns: readonly PipelineColumn[]): boolean => columns.every(({ type }) => !isNested(type));

/** A sink that hands `wanted` of each row over; `columns` of the result say which may be NULL. */
export function resultSink(wanted: readonly PipelineColumn[]): SinkDraft & { readonly columns: () => readonly PipelineColumn[] } {
  let state = -1;
  let columns: readonly PipelineColumn[] = wanted;
  return {
    columns: () => columns,
    emit({ code, row, stage }) {
      state = stage.layout.reserve(STATE_BYTES + COLUMN_STATE_BYTES * wanted.length);
      const values = wanted.map(({ id }) => row.get(id));
      columns = wanted.map((column, i) => ({ ...column, nullable: values[i].isNull !== undefined }));
      emitAppend(state, columns, values, code);
    },
    spec: () => ({
      kind: 'Result',
      state,
      columns: columns.map(({ type, nullable }) => ({ width: storageOf(type) === 'view' ? 0 : widthOf(type), nullable })),
    }),
  };
}

function emitAppend(state: number, columns: readonly PipelineColumn[], values: readonly NullableValue[], code: Emitter): void {
  const stored = code.load('i32.load', code.frame, state);
  const isFull = code.op('i32.ge_u', stored, code.load('i32.load', code.frame, state + STATE_LIMIT));
  code.if(isFull, () => code.callHost('hand_over', [], []));
  const row = code.load('i32.load', code.frame, state);
  const scaled = new Map<number, Value>();
  /** `row` in slots of so many bytes. */
  const scaledRow = (width: number): Value => {
    let value = scaled.get(width);
    if (value === undefined) scaled.set(width, (value = code.op('i32.mul', row, code.i32(width))));
    return value;
  };
  columns.forEach(({ type }, i) => {
    const { value, isNull } = values[i];
    const column = state + STATE_BYTES + COLUMN_STATE_BYTES * i;
    const base = (offset: number): Value => code.inPrologue(() => code.load('i32.load', code.frame, column + offset));
    if (value.class === 'view') {
      if (isNull === undefined) appendText(state, column, value, code);
      else code.if(code.op('i32.eqz', isNull), () => appendText(state, column, value, code));
      const offset = code.op('i32.add', base(COLUMN_VALUES), scaledRow(4));
      code.store('i32.store', offset, code.load('i32.load', code.frame, column + COLUMN_USED), 4);
    } else {
      const slot = code.op('i32.add', base(COLUMN_VALUES), scaledRow(widthOf(type)));
      code.storeSlot(type, slot, isNull === undefined ? value : code.select(isNull, zeroOf(value, code), value));
    }
    if (isNull === undefined) return;
    code.store('i32.store8', code.op('i32.add', base(COLUMN_VALIDITY), row), code.op('i32.eqz', isNull));
  });
  code.store('i32.store', code.frame, code.op('i32.add', row, code.i32(1)), state);
}

/** Appends a string's bytes; those of an inline one with its padding, which the next string overwrites. */
function appendText(state: number, column: number, view: Value, code: Emitter): void {
  const from = code.addressOf(view);
  const length = code.load('i32.load', from);
  const used = code.load('i32.load', code.frame, column + COLUMN_USED);
  const after = code.op('i32.add', used, code.i32(STORED_BYTES));
  const isLong = code.op('i32.gt_u', length, code.i32(INLINE_BYTES));
  const isFull = code.op('i32.gt_u', after, code.load('i32.load', code.frame, column + COLUMN_ROOM));
  code.if(
    code.op('i32.or', isLong, isFull),
    () => {
      const address = (offset: number) => code.inPrologue(() => code.op('i32.add', code.frame, code.i32(offset)));
      code.callVoid('result_append', address(state), address(column), from);
    },
    () => {
      const to = code.op('i32.add', code.load('i32.load', code.frame, column + COLUMN_BYTES), used);
      code.store('i64.store', to, code.load('i64.load', from, 4));
      code.store('i32.store', to, code.load('i32.load', from, 12), 8);
      code.store('i32.store', code.frame, code.op('i32.add', used, length), column + COLUMN_USED);
    },
  );
}

function zeroOf(value: Value, code: Emitter): Value {
  switch (value.class) {
    case 'i64':
      return code.i64(0n);
    case 'i128':
      return code.i128(0n);
    case 'f32':
      return code.f32(0);
    case 'f64':
      return code.f64(0);
    default:
      return code.i32(0);
  }
}

export function openResultSink(spec: ResultSinkSpec, task: Task): Sink {
  const { arena } = task;
  const { kernels, u8, u32 } = arena;
  const state = task.frame + spec.state;
  const limit = rowLimit(spec.columns, task.batchRows);
  const columns = spec.columns.map(({ width, nullable }, i) => {
    const address = state + STATE_BYTES + COLUMN_STATE_BYTES * i;
    const values = allocate(task, width === 0 ? 4 * (limit + 1) : width * limit);
    const validity = nullable ? allocate(task, (limit + 15) & ~15) : 0;
    u32[(address + COLUMN_VALUES) >>> 2] = values;
    u32[(address + COLUMN_VALIDITY) >>> 2] = validity;
    if (width === 0) u32[values >>> 2] = 0;
    return { address, width, values, validity };
  });
  u32[(state + STATE_LIMIT) >>> 2] = limit;
  u32[(state + STATE_OWNER) >>> 2] = task.program.owner;

  const handOver = (): void => {
    const rows = u32[state >>> 2];
    if (rows === 0) return;
    let size = aligned(4 * (BLOCK_COLUMNS + BLOCK_COLUMN_WORDS * columns.length));
    const place = (bytes: number): number => {
      const at = size;
      size = aligned(size + bytes);
      return at;
    };
    const places = columns.map(({ address, width, values, validity }) => {
      const hasNulls = validity !== 0 && kernels.result_pack(validity, rows) > 0;
      const [bytes, length] = [u32[(address + COLUMN_BYTES) >>> 2], u32[(address + COLUMN_USED) >>> 2]];
      return [
        { from: validity, length: (rows + 7) >>> 3, at: hasNulls ? place((rows + 7) >>> 3) : 0 },
        { from: values, length: width === 0 ? 4 * (rows + 1) : width * rows, at: place(width === 0 ? 4 * (rows + 1) : width * rows) },
        { from: bytes, length, at: width === 0 ? place(length) : 0 },
      ];
    });
    // Every byte that anybody reads is written below.
    const block = Buffer.allocUnsafeSlow(size);
    const words = new Uint32Array(block.buffer, 0, BLOCK_COLUMNS + BLOCK_COLUMN_WORDS * columns.length);
    words[BLOCK_ROWS] = rows;
    places.forEach(([validity, values, bytes], i) => {
      const first = BLOCK_COLUMNS + BLOCK_COLUMN_WORDS * i;
      words[first + BLOCK_VALIDITY] = validity.at;
      words[first + BLOCK_VALUES] = values.at;
      words[first + BLOCK_BYTES] = bytes.at;
      words[first + BLOCK_LENGTH] = bytes.length;
      for (const { from, length, at } of [validity, values, bytes]) if (at !== 0) block.set(u8.subarray(from, from + length), at);
    });
    task.handOver(block.buffer as ResultBlock);
    u32[state >>> 2] = 0;
    u32[(state + STATE_LIMIT) >>> 2] = limit;
    for (const { address } of columns) u32[(address + COLUMN_USED) >>> 2] = 0;
  };
  return {
    handOver,
    finish() {
      handOver();
      for (const { address } of columns) kernels.block_free(u32[(address + COLUMN_BYTES) >>> 2]);
      return 0;
    },
  };
}

const aligned = (bytes: number): number => 8 * Math.ceil(bytes / 8);

const allocate = ({ arena, taskRegion }: Task, bytes: number): number => arena.kernels.region_alloc(taskRegion, bytes) >>> 0;

/** How many rows gather: as many as fit, but not more than a batch. */
function rowLimit(columns: ResultSinkSpec['columns'], batchRows: number): number {
  const rowBytes = columns.reduce((sum, { width, nullable }) => sum + (width === 0 ? 4 + STRING_BYTES : width) + (nullable ? 1 : 0), 0);
  return Math.min(batchRows, Math.max(LEAST_ROWS, Math.floor(GATHERED_BYTES / Math.max(1, rowBytes))));
}
