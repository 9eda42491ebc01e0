import type { NullableValue, Value } from '../../functions/code.js';
import type { CallTypes, WindowFunction, WindowPosition } from '../../functions/define.js';
import type { Expr, Frame } from '../../planner/logical/expr.js';
import { storeField, type TupleField } from '../wasm/tuple.js';
import { isExcluded, type WindowItemCode } from './window-aggregate.js';
import {
  element,
  forRows,
  PARTITION_REGION,
  PARTITION_ROWS,
  RESULT_REGION,
  slot,
  storeElement,
  tupleAt,
  valueAt,
  type Peers,
  type WindowContext,
} from './window-rows.js';

/** A window function proper; arguments read a tuple's columns. */
export interface WindowFunctionCall {
  readonly fn: WindowFunction;
  readonly args: readonly Expr[];
  readonly types: CallTypes;
  readonly ignoreNulls: boolean;
  readonly field: TupleField;
  readonly frame: Frame;
}

/** Another numbering of the partition's rows, by which the function sees fewer of them. */
interface Reindexed {
  begin(context: WindowContext): void;
  position(plain: WindowPosition, current: NullableValue, peers: Peers, context: WindowContext): WindowPosition;
}

export function functionItem(item: WindowFunctionCall, { stage }: WindowContext): WindowItemCode {
  const { fn, args, types, frame, ignoreNulls } = item;
  const slots = stage.layout.reserve(8);
  const reindexed =
    fn.usesFrame && frame.exclude !== undefined
      ? framedRows(item, slots)
      : ignoreNulls && args.length > 0
        ? presentRows(item, slots)
        : undefined;
  return {
    begin(context) {
      reindexed?.begin(context);
    },
    row(context, row, tuple, bounds, peers) {
      const { code } = context;
      const position: WindowPosition = {
        row,
        partitionRows: slot(context, PARTITION_ROWS),
        peerStart: peers.start,
        peerEnd: peers.end,
        peerGroup: peers.group,
        frameStart: bounds.start,
        frameEnd: bounds.end,
        argAt: (index, other) => valueAt(context, args[index], tupleAt(context, other)),
      };
      const values = args.map((arg) => valueAt(context, arg, tuple));
      const result = fn.compile(
        values,
        reindexed === undefined ? position : reindexed.position(position, values[0], peers, context),
        code,
        types,
      );
      storeField(item.field, tuple, result, slot(context, RESULT_REGION), code);
    },
  };
}

/** EXCLUDE: the frame's rows in an array, without those that are left out, and with IGNORE NULLS without NULLs. */
function framedRows(item: WindowFunctionCall, at: number): Reindexed {
  return {
    begin(context) {
      const { code } = context;
      const bytes = code.op('i32.shl', slot(context, PARTITION_ROWS), code.i32(2));
      code.store('i32.store', code.frame, code.call('region_alloc', slot(context, PARTITION_REGION), bytes), at);
    },
    position(plain, _current, peers, context) {
      const { code } = context;
      const rows = code.load('i32.load', code.frame, at);
      const count = code.variable('i32', code.i32(0));
      forRows(plain.frameStart, plain.frameEnd, code, (other) => {
        const isNull = item.ignoreNulls ? valueAt(context, item.args[0], tupleAt(context, other)).isNull : undefined;
        const excluded = isExcluded(item.frame.exclude, other, plain.row, peers, code)!;
        const leftOut = isNull === undefined ? excluded : code.op('i32.or', excluded, isNull);
        storeElement(rows, code.get(count), other, code);
        code.set(count, code.op('i32.add', code.get(count), code.op('i32.eqz', leftOut)));
      });
      return {
        ...plain,
        frameStart: code.i32(0),
        frameEnd: code.get(count),
        argAt: (index, other) => plain.argAt(index, element(rows, other, code)),
      };
    },
  };
}

/** IGNORE NULLS: the partition as if it had only the rows whose first argument is not NULL. */
function presentRows({ fn: { name }, args: [arg] }: WindowFunctionCall, at: number): Reindexed {
  const [RANKS, ROWS] = [0, 4];
  return {
    begin(context) {
      const { code } = context;
      const count = slot(context, PARTITION_ROWS);
      const allocate = () =>
        code.call('region_alloc', slot(context, PARTITION_REGION), code.op('i32.shl', code.op('i32.add', count, code.i32(1)), code.i32(2)));
      const [ranks, rows] = [allocate(), allocate()];
      code.store('i32.store', code.frame, ranks, at + RANKS);
      code.store('i32.store', code.frame, rows, at + ROWS);
      const found = code.variable('i32', code.i32(0));
      forRows(code.i32(0), count, code, (row) => {
        storeElement(ranks, row, code.get(found), code);
        storeElement(rows, code.get(found), row, code);
        const { isNull } = valueAt(context, arg, tupleAt(context, row));
        code.set(found, code.op('i32.add', code.get(found), isNull === undefined ? code.i32(1) : code.op('i32.eqz', isNull)));
      });
      storeElement(ranks, count, code.get(found), code);
    },
    position(plain, current, _peers, { code }) {
      const ranks = code.load('i32.load', code.frame, at + RANKS);
      const rows = code.load('i32.load', code.frame, at + ROWS);
      const rank = (row: Value) => element(ranks, row, code);
      const own = rank(plain.row);
      // The next row after one that is left out has that one's rank.
      const row = name === 'lead' && current.isNull !== undefined ? code.op('i32.sub', own, current.isNull) : own;
      return {
        ...plain,
        row,
        partitionRows: rank(plain.partitionRows),
        frameStart: rank(plain.frameStart),
        frameEnd: rank(plain.frameEnd),
        argAt: (index, other) => plain.argAt(index, element(rows, other, code)),
      };
    },
  };
}
