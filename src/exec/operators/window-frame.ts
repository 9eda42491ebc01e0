import { InternalError } from '../../errors.js';
import { isInteger, sameType, type SqlType } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import { resolveScalar, type Resolved } from '../../functions/resolve.js';
import type { ScalarFunction } from '../../functions/define.js';
import type { ColumnExpr, ColumnId, Expr, Frame, FrameBound } from '../../planner/logical/expr.js';
import { compare } from '../wasm/compare.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileExpr } from '../wasm/expression.js';
import { newRow, type Row } from '../wasm/row.js';
import { loadField } from '../wasm/tuple.js';
import { element, GROUP_COUNT, GROUP_STARTS, PARTITION_ROWS, slot, tupleAt, type Peers, type WindowContext } from './window-rows.js';

/** A row's frame, EXCLUDE aside: from `start` up to `end`, which is never before it. Both only grow from row to row. */
export interface FrameBounds {
  readonly start: Value;
  readonly end: Value;
}

/** Slots of a frame's offsets and, for RANGE, of how far each bound has moved: values, then two words. */
const START_OFFSET = 0;
const END_OFFSET = 16;
const START_AT = 32;
const END_AT = 36;
const FRAME_SLOT_BYTES = 48;

/** A frame while its stage is compiled. */
export interface FrameCode {
  /** Computes the offsets, once per partition. */
  begin(context: WindowContext): void;
  bounds(context: WindowContext, row: Value, tuple: Value, peers: Peers): FrameBounds;
}

export function frameCode(frame: Frame, context: WindowContext): FrameCode {
  const at = context.stage.layout.reserve(FRAME_SLOT_BYTES);
  return {
    begin(beginContext) {
      const { code } = beginContext;
      storeOffset(frame, 'start', at + START_OFFSET, beginContext);
      storeOffset(frame, 'end', at + END_OFFSET, beginContext);
      code.store('i64.store', code.frame, code.i64(0n), at + START_AT);
    },
    bounds(rowContext, row, tuple, peers) {
      const { code } = rowContext;
      const bound = (which: FrameBound, isStart: boolean): Value => {
        if (which.kind === 'UnboundedPreceding') return code.i32(0);
        if (which.kind === 'UnboundedFollowing') return slot(rowContext, PARTITION_ROWS);
        switch (frame.mode) {
          case 'ROWS':
            return rowsBound(which, isStart, row, at, rowContext);
          case 'GROUPS':
            return groupsBound(which, isStart, peers, at, rowContext);
          case 'RANGE':
            if (which.kind === 'CurrentRow') return isStart ? peers.start : peers.end;
            return rangeBound(which as OffsetBound, isStart, tuple, peers, at, rowContext);
        }
      };
      const end = bound(frame.end, false);
      const start = bound(frame.start, true);
      return { start: code.select(code.op('i32.lt_u', start, end), start, end), end };
    },
  };
}

type OffsetBound = Extract<FrameBound, { offset: Expr }>;

/** Zero in the representation of data/value.ts. */
const zeroOf = (type: SqlType) =>
  type.kind === 'interval' ? { months: 0, days: 0, micros: 0n } : type.kind === 'bigint' || type.kind === 'decimal' ? 0n : 0;

function storeOffset(frame: Frame, which: 'start' | 'end', at: number, { code, stage }: WindowContext): void {
  const bound = frame[which];
  if (!('offset' in bound)) return;
  const { value, isNull } = compileExpr(bound.offset, { code, stage, row: newRow(code, new Map()) });
  if (isNull !== undefined) code.raiseIf(isNull, `frame_${which}_null`);
  const { type } = bound.offset;
  const isNegative = code.op('i32.lt_s', compare(type, value, code.literal(type, zeroOf(type)), code), code.i32(0));
  code.raiseIf(isNegative, frame.mode === 'RANGE' ? 'frame_range_negative' : `frame_${which}_negative`);
  code.storeSlot(type, code.frame, value, at);
}

/** A count of rows or groups, cut to what i32 arithmetic with row numbers can stand. */
function countOffset(isStart: boolean, at: number, code: Emitter): Value {
  return code.inPrologue(() => {
    const offset = code.load('i64.load', code.frame, at + (isStart ? START_OFFSET : END_OFFSET));
    const most = code.i64(0x3fffffffn);
    return code.op('i32.wrap_i64', code.select(code.op('i64.lt_u', offset, most), offset, most));
  });
}

const clamp = (value: Value, count: Value, code: Emitter): Value => {
  const notNegative = code.select(code.op('i32.lt_s', value, code.i32(0)), code.i32(0), value);
  return code.select(code.op('i32.gt_s', notNegative, count), count, notNegative);
};

/** Places from the current one: an end lies one further, since ends are exclusive. */
function moved(which: FrameBound, isStart: boolean, from: Value, at: number, code: Emitter): Value {
  const place = isStart ? from : code.op('i32.add', from, code.i32(1));
  if (which.kind === 'CurrentRow') return place;
  return code.op(which.kind === 'Preceding' ? 'i32.sub' : 'i32.add', place, countOffset(isStart, at, code));
}

const rowsBound = (which: FrameBound, isStart: boolean, row: Value, at: number, context: WindowContext): Value =>
  clamp(moved(which, isStart, row, at, context.code), slot(context, PARTITION_ROWS), context.code);

function groupsBound(which: FrameBound, isStart: boolean, peers: Peers, at: number, context: WindowContext): Value {
  const { code, rows, partitionKeys } = context;
  if (which.kind === 'CurrentRow') return isStart ? peers.start : peers.end;
  if (rows.keys.length === partitionKeys) throw new InternalError('GROUPS without ORDER BY');
  const group = clamp(moved(which, isStart, peers.group, at, code), slot(context, GROUP_COUNT), code);
  return element(slot(context, GROUP_STARTS), group, code);
}

/** Not columns of the query: the ordering key of the current row, its bound, and the key of the row that is looked at. */
const KEY = -1 as ColumnId;
const BOUND = -2 as ColumnId;
const OTHER = -3 as ColumnId;

/**
 * Moves the bound over the rows before it (an end: up to and with it). Rows with a NULL key are the range of one another only; NULLs first
 * come before every bound, NULLs last after.
 */
function rangeBound(which: OffsetBound, isStart: boolean, tuple: Value, peers: Peers, at: number, context: WindowContext): Value {
  const { code, stage, rows, partitionKeys } = context;
  const { type, field, descending, nullsFirst } = rows.keys[partitionKeys];
  const key = loadField(field, tuple, code);
  const result = code.variable('i32', isStart ? peers.start : peers.end);
  const search = (): void => {
    const subtracts = (which.kind === 'Preceding') !== descending;
    const offset: NullableValue = { value: code.loadSlot(which.offset.type, code.frame, at + (isStart ? START_OFFSET : END_OFFSET)) };
    const bound = boundValue(subtracts, { value: key.value }, type, offset, which.offset.type, context);
    const place = at + (isStart ? START_AT : END_AT);
    const pointer = code.variable('i32', code.load('i32.load', code.frame, place));
    const moving = code.variable('i32', code.i32(1));
    code.while(
      () => code.op('i32.and', code.get(moving), code.op('i32.lt_u', code.get(pointer), slot(context, PARTITION_ROWS))),
      () => {
        const other = loadField(field, tupleAt(context, code.get(pointer)), code);
        const passed = code.variable('i32', code.i32(nullsFirst ? 1 : 0));
        const judge = () => {
          const order = bound.compareTo({ value: other.value }, { code, stage });
          const inOrder = descending ? code.op('i32.sub', code.i32(0), order) : order;
          code.set(passed, code.op(isStart ? 'i32.lt_s' : 'i32.le_s', inOrder, code.i32(0)));
        };
        if (other.isNull === undefined) judge();
        else code.if(code.op('i32.eqz', other.isNull), judge);
        code.if(
          code.get(passed),
          () => code.set(pointer, code.op('i32.add', code.get(pointer), code.i32(1))),
          () => code.set(moving, code.i32(0)),
        );
      },
    );
    code.store('i32.store', code.frame, code.get(pointer), place);
    code.set(result, code.get(pointer));
  };
  if (key.isNull === undefined) search();
  else code.if(code.op('i32.eqz', key.isNull), search);
  return code.get(result);
}

/** A bound's value, and the order of another row's key to it: negative, 0 or positive. */
interface Bound {
  compareTo(other: NullableValue, context: Pick<WindowContext, 'code' | 'stage'>): Value;
}

function boundValue(
  subtracts: boolean,
  key: NullableValue,
  type: SqlType,
  offset: NullableValue,
  offsetType: SqlType,
  context: WindowContext,
): Bound {
  const { code, stage } = context;
  if (isInteger(type)) {
    const bound = addSaturating(widened(key.value, code), widened(offset.value, code), subtracts, code);
    return {
      compareTo(other) {
        const value = widened(other.value, code);
        return code.op('i32.sub', code.op('i64.gt_s', value, bound), code.op('i64.lt_s', value, bound));
      },
    };
  }
  const sum = resolveScalar(subtracts ? '-' : '+', [type, offsetType]);
  const rowOf = (values: ReadonlyMap<ColumnId, readonly [SqlType, NullableValue]>): Row =>
    newRow(code, new Map([...values].map(([id, [, value]]) => [id, () => value])));
  const columns = { key: columnOf(KEY, type), offset: columnOf(BOUND, offsetType) };
  const made = compileExpr(callOf(sum, [columns.key, columns.offset]), {
    code,
    stage,
    row: rowOf(
      new Map([
        [KEY, [type, key]],
        [BOUND, [offsetType, offset]],
      ]),
    ),
  });
  const bound: NullableValue = { value: made.value };
  const [less, greater] = ['<', '>'].map((name) => resolveScalar(name, [type, sum.returns]));
  return {
    compareTo(other, inner) {
      const row = rowOf(
        new Map([
          [OTHER, [type, other]],
          [BOUND, [sum.returns, bound]],
        ]),
      );
      const holds = (fn: Resolved<ScalarFunction>) =>
        compileExpr(callOf(fn, [columnOf(OTHER, type), columnOf(BOUND, sum.returns)]), { ...inner, row }).value;
      return code.op('i32.sub', holds(greater), holds(less));
    },
  };
}

const columnOf = (id: ColumnId, type: SqlType): ColumnExpr => ({ kind: 'Column', id, name: '', type });

const callOf = (resolved: Resolved<ScalarFunction>, args: readonly Expr[]): Expr => ({
  kind: 'Call',
  fn: resolved.fn,
  type: resolved.returns,
  args: args.map((arg, i): Expr =>
    sameType(arg.type, resolved.args[i]) ? arg : { kind: 'Cast', input: arg, type: resolved.args[i], lenient: false },
  ),
});

const widened = (value: Value, code: Emitter): Value => (value.class === 'i64' ? value : code.op('i64.extend_i32_s', value));

/** `a ± b` for b ≥ 0, stopping at the ends of the range. */
function addSaturating(a: Value, b: Value, subtracts: boolean, code: Emitter): Value {
  const sum = code.op(subtracts ? 'i64.sub' : 'i64.add', a, b);
  const overflows = code.op(subtracts ? 'i64.gt_s' : 'i64.lt_s', sum, a);
  return code.select(overflows, code.i64(subtracts ? -0x8000000000000000n : 0x7fffffffffffffffn), sum);
}
