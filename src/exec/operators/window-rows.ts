import type { NullableValue, Value } from '../../functions/code.js';
import type { Expr } from '../../planner/logical/expr.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { newRow } from '../wasm/row.js';
import type { StageCode } from '../wasm/stage-code.js';
import { fieldLoads } from '../wasm/tuple.js';
import { ENTRY_BYTES, ENTRY_TUPLE } from './sort-functions.js';
import type { SortedRows } from './sort-tuple.js';

/** Frame slots of a window stage, from an offset that its source reserves. */
export const BATCH_FIRST = 0;
/** The current partition: address of its first entry, its rows, and the address behind its last entry. */
export const PARTITION_FIRST = 4;
export const PARTITION_ROWS = 8;
export const PARTITION_END = 12;
/** First row of each peer group and behind the last, the group of each row, and the number of groups. */
export const GROUP_STARTS = 16;
export const GROUP_OF = 20;
export const GROUP_COUNT = 24;
/** Regions: as long as the partition, as long as one row's computation, as long as the task. */
export const PARTITION_REGION = 28;
export const ROW_REGION = 32;
export const RESULT_REGION = 36;
export const WINDOW_SLOT_BYTES = 48;

/** Code of a window stage that works on the current partition. */
export interface WindowContext {
  readonly code: Emitter;
  readonly stage: StageCode;
  readonly rows: SortedRows;
  /** Frame offset of the slots above. */
  readonly slots: number;
  readonly partitionKeys: number;
}

export const slot = ({ code, slots }: WindowContext, offset: number): Value =>
  code.inPrologue(() => code.load('i32.load', code.frame, slots + offset));

/** The tuple of a row of the partition. */
export const tupleAt = (context: WindowContext, row: Value): Value => {
  const { code } = context;
  return code.load(
    'i32.load',
    code.op('i32.add', slot(context, PARTITION_FIRST), code.op('i32.mul', row, code.i32(ENTRY_BYTES))),
    ENTRY_TUPLE,
  );
};

/** Where expressions read a row's stored columns. */
export function rowContext({ code, stage, rows }: WindowContext, tuple: Value): ExpressionContext {
  return {
    code,
    stage,
    row: newRow(
      code,
      fieldLoads(
        rows.columns.map(({ column, field }) => ({ id: column.id, field })),
        tuple,
        code,
      ),
    ),
  };
}

export const valueAt = (context: WindowContext, expr: Expr, tuple: Value): NullableValue => compileExpr(expr, rowContext(context, tuple));

/** `array[index]` of an array of u32. */
export const element = (array: Value, index: Value, code: Emitter): Value =>
  code.load('i32.load', code.op('i32.add', array, code.op('i32.shl', index, code.i32(2))));

export const storeElement = (array: Value, index: Value, value: Value, code: Emitter): void =>
  code.store('i32.store', code.op('i32.add', array, code.op('i32.shl', index, code.i32(2))), value);

/** Runs `body` for each row from `from` up to `to`. */
export function forRows(from: Value, to: Value, code: Emitter, body: (row: Value) => void): void {
  const at = code.variable('i32', from);
  code.while(
    () => code.op('i32.lt_u', code.get(at), to),
    () => {
      const row = code.get(at);
      body(row);
      code.set(at, code.op('i32.add', row, code.i32(1)));
    },
  );
}

/** The current row's place among its peers. */
export interface Peers {
  readonly group: Value;
  readonly start: Value;
  readonly end: Value;
}

export function peersOf(context: WindowContext, row: Value): Peers {
  const { code, rows, partitionKeys } = context;
  if (rows.keys.length === partitionKeys) return { group: code.i32(0), start: code.i32(0), end: slot(context, PARTITION_ROWS) };
  const group = element(slot(context, GROUP_OF), row, code);
  const starts = slot(context, GROUP_STARTS);
  return { group, start: element(starts, group, code), end: element(starts, code.op('i32.add', group, code.i32(1)), code) };
}
