import { InternalError } from '../../errors.js';
import { widthOf } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { AggregateFunction, CallTypes } from '../../functions/define.js';
import type { Expr, Frame, WindowCall } from '../../planner/logical/expr.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileCondition } from '../wasm/expression.js';
import { anyNull } from '../wasm/null-logic.js';
import { loadField, storeField, type TupleField } from '../wasm/tuple.js';
import type { FrameBounds } from './window-frame.js';
import {
  forRows,
  PARTITION_REGION,
  PARTITION_ROWS,
  RESULT_REGION,
  ROW_REGION,
  rowContext,
  slot,
  tupleAt,
  type Peers,
  type WindowContext,
} from './window-rows.js';

/** One item of a window while its stage is compiled. */
export interface WindowItemCode {
  /** Once per partition. */
  begin(context: WindowContext): void;
  /** Computes the item for a row and stores it in its tuple. */
  row(context: WindowContext, row: Value, tuple: Value, bounds: FrameBounds, peers: Peers): void;
}

/** An aggregate over a frame; arguments and filter read a tuple's columns. */
export interface WindowAggregate {
  readonly fn: AggregateFunction;
  readonly args: readonly Expr[];
  readonly filter: Expr | undefined;
  readonly types: CallTypes;
  readonly field: TupleField;
  readonly frame: Frame;
}

/** The way that computes the least: rows are added to one state, or sums of stretches are combined, or each frame is read anew. */
export function aggregateItem(item: WindowAggregate, context: WindowContext): WindowItemCode {
  const { fn, frame } = item;
  if (frame.exclude === undefined && frame.start.kind === 'UnboundedPreceding') return runningItem(item, context);
  if (frame.exclude === undefined && !fn.orderSensitive && fn.orderedSet !== true) return slidingItem(item, context);
  return rereadItem(item, context);
}

const stateSize = ({ fn, types }: WindowAggregate): number => (fn.stateBytes(types) + 7) & ~7;

function clear(item: WindowAggregate, state: Value, region: Value, code: Emitter): void {
  code.callVoid('state_clear', state, code.i32(stateSize(item)));
  code.withStateRegion(region, () => item.fn.init?.(state, code, item.types));
}

/** Adds a row of the partition to a state. */
function update({ fn, args, filter, types }: WindowAggregate, state: Value, row: Value, region: Value, context: WindowContext): void {
  const { code } = context;
  const values = rowContext(context, tupleAt(context, row));
  const add = (): void => {
    const read = args.map((arg) => (arg.kind === 'Column' ? values.row.get(arg.id) : literalOf(arg, code)));
    if (fn.nulls === 'see') return fn.update(state, read, code, types);
    const isNull = anyNull(read, code);
    const plain = read.map(({ value }) => value);
    if (isNull === undefined) fn.update(state, plain, code, types);
    else code.if(code.op('i32.eqz', isNull), () => fn.update(state, plain, code, types));
  };
  code.withStateRegion(region, () => (filter === undefined ? add() : code.if(compileCondition(filter, values), add)));
}

function literalOf(expr: Expr, code: Emitter): NullableValue {
  if (expr.kind !== 'Literal' || expr.value === null) throw new InternalError('an argument of a window aggregate is not stored');
  return { value: code.literal(expr.type, expr.value) };
}

function merge({ fn, types }: WindowAggregate, state: Value, other: Value, region: Value, code: Emitter): void {
  code.withStateRegion(region, () => fn.merge(state, other, code, types));
}

function storeResult({ fn, types, field }: WindowAggregate, state: Value, tuple: Value, context: WindowContext): void {
  storeField(field, tuple, fn.finish(state, context.code, types), slot(context, RESULT_REGION), context.code);
}

/** Takes over the previous row's result; its strings stay where they are. */
function copyResult({ field }: WindowAggregate, from: Value, to: Value, code: Emitter): void {
  const { type, offset } = field;
  if (field.nullOffset !== undefined) code.store('i32.store8', to, code.load('i32.load8_u', from, field.nullOffset), field.nullOffset);
  if (widthOf(type) === 16) code.store128(to, code.load128(from, offset), offset);
  else code.storeSlot(type, to, loadField(field, from, code).value, offset);
}

/** Frames that begin with the partition only grow: each row is added once. */
function runningItem(item: WindowAggregate, { stage }: WindowContext): WindowItemCode {
  const at = stage.layout.reserve(4);
  const state = stage.layout.reserve(stateSize(item));
  return {
    begin(context) {
      const { code } = context;
      code.store('i32.store', code.frame, code.i32(0), at);
      clear(item, code.op('i32.add', code.frame, code.i32(state)), slot(context, PARTITION_REGION), code);
    },
    row(context, row, tuple, { end }) {
      const { code } = context;
      const region = slot(context, PARTITION_REGION);
      const address = code.op('i32.add', code.frame, code.i32(state));
      const added = code.load('i32.load', code.frame, at);
      const changed = code.op('i32.or', code.op('i32.lt_u', added, end), code.op('i32.eqz', row));
      code.if(
        changed,
        () => {
          forRows(added, end, code, (next) => update(item, address, next, region, context));
          code.store('i32.store', code.frame, end, at);
          storeResult(item, address, tuple, context);
        },
        () => copyResult(item, tupleAt(context, code.op('i32.sub', row, code.i32(1))), tuple, code),
      );
    },
  };
}

/**
 * Frames whose ends both move on: two stacks (Tangwongsan, Hirzel, Schneider, "Low-Latency Sliding-Window Aggregation", DEBS 2017). `MIDDLE`
 * divides the frame: in front of it there is a state per row of everything from that row up to MIDDLE, behind it one state of all. A row is
 * added at most three times, whatever the frame's length.
 */
function slidingItem(item: WindowAggregate, { stage }: WindowContext): WindowItemCode {
  const size = stateSize(item);
  const [MIDDLE, END, FRONT] = [0, 4, 8];
  const slots = stage.layout.reserve(16);
  const behind = stage.layout.reserve(size);
  const whole = stage.layout.reserve(size);
  return {
    begin(context) {
      const { code } = context;
      code.store('i64.store', code.frame, code.i64(0n), slots);
      const region = slot(context, PARTITION_REGION);
      code.store(
        'i32.store',
        code.frame,
        code.call('region_alloc', region, code.op('i32.mul', slot(context, PARTITION_ROWS), code.i32(size))),
        slots + FRONT,
      );
      clear(item, code.op('i32.add', code.frame, code.i32(behind)), region, code);
    },
    row(context, _row, tuple, { start, end }) {
      const { code } = context;
      const region = slot(context, PARTITION_REGION);
      const [back, total] = [behind, whole].map((offset) => code.op('i32.add', code.frame, code.i32(offset)));
      const frontAt = (row: Value) =>
        code.op('i32.add', code.load('i32.load', code.frame, slots + FRONT), code.op('i32.mul', row, code.i32(size)));
      const middle = code.variable('i32', code.load('i32.load', code.frame, slots + MIDDLE));
      code.if(
        code.op('i32.and', code.op('i32.ge_u', start, code.get(middle)), code.op('i32.lt_u', start, end)),
        () => {
          const next = code.variable('i32', end);
          code.while(
            () => code.op('i32.gt_u', code.get(next), start),
            () => {
              const row = code.op('i32.sub', code.get(next), code.i32(1));
              const state = frontAt(row);
              clear(item, state, region, code);
              update(item, state, row, region, context);
              code.if(code.op('i32.ne', code.get(next), end), () => merge(item, state, frontAt(code.get(next)), region, code));
              code.set(next, row);
            },
          );
          clear(item, back, region, code);
          code.set(middle, end);
          code.store('i32.store', code.frame, end, slots + MIDDLE);
        },
        () => {
          const from = code.load('i32.load', code.frame, slots + END);
          forRows(from, end, code, (row) => update(item, back, row, region, context));
        },
      );
      code.store('i32.store', code.frame, end, slots + END);
      clear(item, total, slot(context, ROW_REGION), code);
      code.if(code.op('i32.lt_u', start, end), () => {
        code.if(code.op('i32.lt_u', start, code.get(middle)), () => merge(item, total, frontAt(start), slot(context, ROW_REGION), code));
        merge(item, total, back, slot(context, ROW_REGION), code);
      });
      storeResult(item, total, tuple, context);
      code.callVoid('region_reset', slot(context, ROW_REGION));
    },
  };
}

/** Reads every frame from its start: for EXCLUDE, and for results that depend on order. */
function rereadItem(item: WindowAggregate, { stage }: WindowContext): WindowItemCode {
  const state = stage.layout.reserve(stateSize(item));
  return {
    begin() {},
    row(context, row, tuple, { start, end }, peers) {
      const { code } = context;
      const region = slot(context, ROW_REGION);
      const address = code.op('i32.add', code.frame, code.i32(state));
      clear(item, address, region, code);
      forRows(start, end, code, (other) => {
        const excluded = isExcluded(item.frame.exclude, other, row, peers, code);
        const add = () => update(item, address, other, region, context);
        if (excluded === undefined) add();
        else code.if(code.op('i32.eqz', excluded), add);
      });
      storeResult(item, address, tuple, context);
      code.callVoid('region_reset', region);
    },
  };
}

/** 1 when EXCLUDE leaves row `other` out of the frame of `row`. */
export function isExcluded(
  exclude: WindowCall['frame']['exclude'],
  other: Value,
  row: Value,
  peers: Peers,
  code: Emitter,
): Value | undefined {
  if (exclude === undefined) return undefined;
  const isRow = code.op('i32.eq', other, row);
  if (exclude === 'CURRENT ROW') return isRow;
  const isPeer = code.op('i32.and', code.op('i32.ge_u', other, peers.start), code.op('i32.lt_u', other, peers.end));
  return exclude === 'GROUP' ? isPeer : code.op('i32.and', isPeer, code.op('i32.eqz', isRow));
}
