import { InternalError } from '../../errors.js';
import type { Value } from '../../functions/code.js';
import type { SortKey } from '../../planner/logical/expr.js';
import type { PipelineColumn } from '../compile/draft.js';
import type { Sink, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';
import type { ExpressionContext } from '../wasm/expression.js';
import { FRAME_OUTPUT_REGION } from '../wasm/frame.js';
import { emitOrder } from '../wasm/sort-order.js';
import type { StageCode } from '../wasm/stage-code.js';
import { emitNewTuple, loadField, TUPLE_LIST_BYTES } from '../wasm/tuple.js';
import { publishRun, sortEntries, type SortSpec } from './sort-entries.js';
import { emitAfter, ENTRY_BYTES, ENTRY_TUPLE, loadEntry, sortFunctions, storeEntry } from './sort-functions.js';
import type { SortingSink } from './sort-sink.js';
import { emitSortKeys, emitStoreTuple, type SortedRows, type SortingRow } from './sort-tuple.js';
import { initTupleList } from './tuple-list.js';

/** Keeps the first `rows` rows of a partition in a heap whose root is the last of them, and publishes them as a sorted run. */
export interface TopNSinkSpec extends SortSpec {
  readonly kind: 'TopN';
  readonly list: number;
  readonly tupleBytes: number;
  readonly rows: number;
  /** Frame offset of the heap's slots. */
  readonly heap: number;
}

/** Slots: the heap's address, its entries, and how many rows were ever kept (their arrival). */
const HEAP = 0;
const COUNT = 4;
const ARRIVALS = 8;
const SLOT_BYTES = 16;

/** `count` is at least 1. */
export function topNSink(
  keys: readonly SortKey[],
  columns: readonly PipelineColumn[],
  count: number,
): SortingSink & { readonly bound: (context: ExpressionContext) => Value } {
  let rows: SortedRows | undefined;
  let list = 0;
  let heap: number | undefined;
  let slots = 0;
  const known = (): SortedRows => {
    if (rows === undefined) throw new InternalError('the sink is not compiled yet');
    return rows;
  };
  /** Also what the rows are restricted by refers to the heap, before the sink is emitted. */
  const heapIn = ({ layout }: StageCode): number => (heap ??= layout.reserve(SLOT_BYTES));
  return {
    rows: known,
    bound({ code, stage }) {
      const at = heapIn(stage);
      const full = code.op('i32.eq', code.load('i32.load', code.frame, at + COUNT), code.i32(count));
      const bound = code.variable('i64', code.i64(-1n));
      code.if(full, () => code.set(bound, code.load('i64.load', code.load('i32.load', code.frame, at + HEAP))));
      return code.get(bound);
    },
    emit(context) {
      const { stage } = context;
      list = stage.layout.reserve(TUPLE_LIST_BYTES);
      const row = emitSortKeys(keys, columns, [], true, context);
      rows = row.rows;
      emitKeep(row, { list, heap: heapIn(stage), count }, context);
    },
    functions(stage) {
      slots = sortFunctions(known(), 'sink', stage);
      siftUpFunction(known(), heapIn(stage), stage);
      siftDownFunction(known(), heapIn(stage), stage);
    },
    spec: (): TopNSinkSpec => ({
      kind: 'TopN',
      list,
      tupleBytes: known().bytes,
      rows: count,
      heap: heap!,
      sort: { end: 'sink', slots },
      exact: false,
    }),
  };
}

function emitKeep(
  { rows, keyValues, prefix }: SortingRow,
  { list, heap, count }: { list: number; heap: number; count: number },
  context: ExpressionContext,
): void {
  const { code } = context;
  const entries = code.inPrologue(() => code.load('i32.load', code.frame, heap + HEAP));
  const held = code.load('i32.load', code.frame, heap + COUNT);
  const full = code.op('i32.eq', held, code.i32(count));
  const keep = code.variable('i32', code.i32(1));
  code.if(full, () => {
    const last = code.load('i64.load', entries);
    code.set(keep, code.op('i64.lt_u', prefix, last));
    if (rows.undecided === rows.keys.length) return;
    code.if(code.op('i64.eq', prefix, last), () => {
      const tuple = code.load('i32.load', entries, ENTRY_TUPLE);
      const order = emitOrder(
        rows.keys,
        rows.undecided,
        (i) => keyValues[i],
        (i) => loadField(rows.keys[i].field, tuple, code),
        code,
      );
      code.set(keep, code.op('i32.lt_s', order, code.i32(0)));
    });
  });
  code.if(code.get(keep), () => {
    // The tuple of the row that goes is used again.
    const tuple = code.variable('i32');
    code.if(
      full,
      () => code.set(tuple, code.load('i32.load', entries, ENTRY_TUPLE)),
      () => code.set(tuple, emitNewTuple(code.op('i32.add', code.frame, code.i32(list)), rows.bytes, code)),
    );
    const region = code.inPrologue(() => code.load('i32.load', code.frame, FRAME_OUTPUT_REGION));
    emitStoreTuple(rows, keyValues, code.get(tuple), region, context);
    const arrival = code.load('i32.load', code.frame, heap + ARRIVALS);
    code.store('i32.store', code.frame, code.op('i32.add', arrival, code.i32(1)), heap + ARRIVALS);
    const entry = { prefix, tuple: code.get(tuple), arrival };
    code.if(
      full,
      () => {
        storeEntry(entries, entry, code);
        code.callOwn('sift_down');
      },
      () => {
        storeEntry(entryAt(entries, held, code), entry, code);
        code.store('i32.store', code.frame, code.op('i32.add', held, code.i32(1)), heap + COUNT);
        code.callOwn('sift_up');
      },
    );
  });
}

const entryAt = (entries: Value, index: Value, code: Emitter): Value =>
  code.op('i32.add', entries, code.op('i32.mul', index, code.i32(ENTRY_BYTES)));

/** Moves the newest entry up to its place. */
function siftUpFunction(rows: SortedRows, heap: number, stage: StageCode): void {
  const code = stage.function('sift_up');
  const entries = code.load('i32.load', code.frame, heap + HEAP);
  const at = code.variable('i32', code.op('i32.sub', code.load('i32.load', code.frame, heap + COUNT), code.i32(1)));
  const entry = loadEntry(entryAt(entries, code.get(at), code), code);
  const moving = code.variable('i32', code.get(at));
  code.while(
    () => code.get(moving),
    () => {
      const parentIndex = code.op('i32.shr_u', code.op('i32.sub', code.get(at), code.i32(1)), code.i32(1));
      const parent = loadEntry(entryAt(entries, parentIndex, code), code);
      code.if(
        emitAfter(rows, entry, parent, code),
        () => {
          storeEntry(entryAt(entries, code.get(at), code), parent, code);
          code.set(at, parentIndex);
          code.set(moving, parentIndex);
        },
        () => code.set(moving, code.i32(0)),
      );
    },
  );
  storeEntry(entryAt(entries, code.get(at), code), entry, code);
}

/** Moves the root down to its place. */
function siftDownFunction(rows: SortedRows, heap: number, stage: StageCode): void {
  const code = stage.function('sift_down');
  const entries = code.load('i32.load', code.frame, heap + HEAP);
  const count = code.load('i32.load', code.frame, heap + COUNT);
  const at = code.variable('i32', code.i32(0));
  const entry = loadEntry(entries, code);
  const childOf = (index: Value) => code.op('i32.add', code.op('i32.shl', index, code.i32(1)), code.i32(1));
  const child = code.variable('i32', code.i32(1));
  code.while(
    () => code.op('i32.lt_u', code.get(child), count),
    () => {
      const right = code.op('i32.add', code.get(child), code.i32(1));
      code.if(code.op('i32.lt_u', right, count), () => {
        const [a, b] = [loadEntry(entryAt(entries, right, code), code), loadEntry(entryAt(entries, code.get(child), code), code)];
        code.if(emitAfter(rows, a, b, code), () => code.set(child, right));
      });
      const larger = loadEntry(entryAt(entries, code.get(child), code), code);
      code.if(
        emitAfter(rows, larger, entry, code),
        () => {
          storeEntry(entryAt(entries, code.get(at), code), larger, code);
          code.set(at, code.get(child));
          code.set(child, childOf(code.get(at)));
        },
        () => code.set(child, count),
      );
    },
  );
  storeEntry(entryAt(entries, code.get(at), code), entry, code);
}

export function openTopNSink(spec: TopNSinkSpec, task: Task): Sink {
  const { arena, frame, outputRegion, taskRegion } = task;
  const { kernels, u32 } = arena;
  const list = frame + spec.list;
  initTupleList(arena, list, spec.tupleBytes, outputRegion);
  const entries = kernels.region_alloc(outputRegion, ENTRY_BYTES * spec.rows) >>> 0;
  u32[(frame + spec.heap + HEAP) >>> 2] = entries;
  return {
    finish() {
      const count = u32[(frame + spec.heap + COUNT) >>> 2];
      const scratch = kernels.region_alloc(taskRegion, ENTRY_BYTES * spec.rows) >>> 0;
      const sorted = sortEntries(task, spec, entries, scratch, count);
      if (sorted !== entries) arena.u8.copyWithin(entries, sorted, sorted + ENTRY_BYTES * count);
      return publishRun(task, { address: entries, count });
    },
  };
}
