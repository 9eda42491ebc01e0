import { InternalError } from '../../errors.js';
import type { Value } from '../../functions/code.js';
import type { PhysicalHashAggregate } from '../../planner/physical/plan.js';
import type { SinkDraft } from '../compile/draft.js';
import type { Sink, Task } from '../run/task.js';
import { FRAME_OUTPUT_REGION } from '../wasm/frame.js';
import { hashKeys } from '../wasm/compare.js';
import { dictionaryMemo } from '../wasm/dictionary-memo.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { emitNewTuple, layoutTuple, storeField, TUPLE_LIST_BYTES, type TupleLayout } from '../wasm/tuple.js';
import { emitInit, emitUpdate, stateBytes, stateOwners, type AggregateStates } from './aggregate-states.js';
import { emitFindOrInsert, GROUP_HASH, GROUP_HEADER_BYTES, GROUP_TABLE_BYTES, type GroupKey } from './group-table.js';
import { initTupleList } from './tuple-list.js';

/**
 * Groups a partition's rows. Publishes `radix` lists of group tuples, one per range of the hash, each in first-seen order; without keys
 * one list of exactly one tuple.
 */
export interface GroupSinkSpec {
  readonly kind: 'Groups';
  /** Frame offset of the lists' heads. */
  readonly lists: number;
  readonly radix: number;
  readonly tupleBytes: number;
  /** Frame offset of the directory's head; undefined without keys. */
  readonly table: number | undefined;
  /** Frame offset of the only group's address, when there are no keys. */
  readonly only: number | undefined;
}

/** How a group's tuple is laid out; the first fields are the keys. */
export interface GroupLayout {
  readonly tuple: TupleLayout;
  readonly states: AggregateStates;
}

/** The first directory has room for so many groups. */
const EXPECTED_GROUPS = 150;

export function groupSink({ keys, aggregates }: PhysicalHashAggregate, radix: number): SinkDraft & { readonly layout: () => GroupLayout } {
  const owners = stateOwners(aggregates);
  let layout: GroupLayout | undefined;
  let spec: GroupSinkSpec | undefined;
  const known = <T>(value: T | undefined): T => {
    if (value === undefined) throw new InternalError('the sink is not compiled yet');
    return value;
  };
  const layoutFor = (groupKeys: readonly GroupKey[]): GroupLayout => {
    const tuple = layoutTuple(
      GROUP_HEADER_BYTES,
      groupKeys.map(({ type, key }) => ({ type, nullable: key.isNull !== undefined })),
      aggregates.map((item, i) => (owners[i] === i ? stateBytes(item) : 0)),
    );
    return { tuple, states: { items: aggregates, offsets: owners.map((owner) => tuple.extras[owner]), owners } };
  };
  return {
    layout: () => known(layout),
    spec: () => known(spec),
    emit(context) {
      const { code, stage } = context;
      const lists = stage.layout.reserve(TUPLE_LIST_BYTES * radix);
      const region = outputRegion(code);
      if (keys.length === 0) {
        layout = layoutFor([]);
        const only = stage.layout.reserve(4);
        const group = code.inPrologue(() => code.load('i32.load', code.frame, only));
        emitUpdate(layout.states, group, region, context);
        spec = { kind: 'Groups', lists, radix, tupleBytes: layout.tuple.bytes, table: undefined, only };
        return;
      }
      const table = stage.layout.reserve(GROUP_TABLE_BYTES);
      const search = (): Value => {
        const groupKeys = keys.map(({ expr }): GroupKey => ({ type: expr.type, key: compileExpr(expr, context) }));
        layout = layoutFor(groupKeys);
        return emitGroup(groupKeys, layout, table, lists, radix, region, context);
      };
      const memo = dictionaryMemo(
        keys.map(({ expr }) => expr),
        4,
        context,
      );
      const group = memo === undefined ? search() : memo.recall(search);
      const { tuple, states } = known(layout);
      spec = { kind: 'Groups', lists, radix, tupleBytes: tuple.bytes, table, only: undefined };
      emitUpdate(states, group, region, context);
    },
    functions(stage) {
      if (keys.length > 0) return;
      const code = stage.function('sink_init', ['i32']);
      emitInit(known(layout).states, code.param(0), outputRegion(code), code);
    },
  };
}

const outputRegion = (code: Emitter): Value => code.inPrologue(() => code.load('i32.load', code.frame, FRAME_OUTPUT_REGION));

function emitGroup(
  keys: readonly GroupKey[],
  layout: GroupLayout,
  table: number,
  lists: number,
  radix: number,
  region: Value,
  { code }: ExpressionContext,
): Value {
  const hash32 = code.op('i32.wrap_i64', code.op('i64.shr_u', hashKeys(keys, code), code.i64(32n)));
  const head = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(table)));
  const { fields } = layout.tuple;
  const insert = (): Value => {
    const firstList = code.op('i32.add', code.frame, code.i32(lists));
    const shift = 32 - Math.log2(radix);
    const list =
      radix === 1
        ? firstList
        : code.op('i32.add', firstList, code.op('i32.mul', code.op('i32.shr_u', hash32, code.i32(shift)), code.i32(TUPLE_LIST_BYTES)));
    const tuple = emitNewTuple(list, layout.tuple.bytes, code);
    code.store('i32.store', tuple, hash32, GROUP_HASH);
    keys.forEach(({ key }, i) => storeField(fields[i], tuple, key, region, code));
    emitInit(layout.states, tuple, region, code);
    return tuple;
  };
  return emitFindOrInsert(head, hash32, keys, fields, true, insert, () => undefined, code);
}

export function openGroupSink({ lists, radix, tupleBytes, table, only }: GroupSinkSpec, task: Task): Sink {
  const { arena, frame, outputRegion: region, taskRegion } = task;
  const { kernels, u32, u8 } = arena;
  for (let i = 0; i < radix; i++) initTupleList(arena, frame + lists + TUPLE_LIST_BYTES * i, tupleBytes, region);
  if (table !== undefined) kernels.groups_init(frame + table, taskRegion, EXPECTED_GROUPS);
  if (only !== undefined) {
    const list = frame + lists;
    kernels.tuples_grow(list);
    const tuple = u32[list >>> 2];
    u32[list >>> 2] = tuple + tupleBytes;
    u32[(frame + only) >>> 2] = tuple;
    task.exports.sink_init(frame, tuple);
  }
  return {
    finish() {
      if (table !== undefined) kernels.groups_free(frame + table);
      const bytes = TUPLE_LIST_BYTES * radix;
      for (let i = 0; i < radix; i++) kernels.tuples_finish(frame + lists + TUPLE_LIST_BYTES * i);
      const published = kernels.region_alloc(region, bytes) >>> 0;
      u8.copyWithin(published, frame + lists, frame + lists + bytes);
      return published;
    },
  };
}
