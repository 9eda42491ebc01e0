import type { NullableValue, Value } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { PhysicalHashAggregate } from '../../planner/physical/plan.js';
import type { PipelineColumn, SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';
import { FRAME_TEMP_REGION } from '../wasm/frame.js';
import { newRow } from '../wasm/row.js';
import type { StageCode } from '../wasm/stage-code.js';
import { emitNewTuple, fieldLoads, loadField, storeField, storeFieldInPlace, TUPLE_LIST_BYTES } from '../wasm/tuple.js';
import { emitFinish, emitInit, emitMerge, emitUpdate } from './aggregate-states.js';
import { groupKeysOf, type GroupLayout } from './group-sink.js';
import { emitFindOrInsert, GROUP_HASH, GROUP_TABLE_BYTES } from './group-table.js';
import { blocksOf, blockTuples, initTupleList, tupleCount, TUPLE_BLOCK_HEADER } from './tuple-list.js';

/**
 * Merges what group sinks published for this task's range of the hash (or, where no group is in two partitions, what one of them published), in
 * partition order and first a partition's groups, then its rows; and reads the groups in the order in which they were first seen. Groups of the
 * first partition that has one are merged into, so that nothing is copied.
 */
export interface GroupSourceSpec {
  readonly kind: 'Groups';
  readonly stage: number;
  readonly tupleBytes: number;
  readonly keyed: boolean;
  readonly hasRows: boolean;
  /** Each partition's groups, all in one range, are whole, and this stage's own. */
  readonly each: boolean;
  /** Frame offset of the slots below. */
  readonly slots: number;
}

/** Frame slots: the directory's head, then these. `GROUPS`: addresses of the groups so far; `ROWS`: those of the batch. */
const GROUPS = GROUP_TABLE_BYTES;
const COUNT = GROUPS + 4;
const ROWS = GROUPS + 8;
const STATE_REGION = GROUPS + 12;
/** The list of the groups that rows made. */
const MADE = GROUPS + 16;
const SLOT_BYTES = MADE + TUPLE_LIST_BYTES;

export function groupSource(
  { keys, aggregates, hasWholeGroups }: PhysicalHashAggregate,
  { tuple: { fields, bytes }, states, row: storedRow }: GroupLayout,
  stage: number,
  partitions: number,
): SourceDraft {
  let slots = 0;
  const columns: PipelineColumn[] = [
    ...keys.map(({ id, type }, i) => ({ id, type, nullable: fields[i].nullOffset !== undefined })),
    ...aggregates.map(({ id, type }) => ({ id, type, nullable: true })),
  ];
  const spec = (): GroupSourceSpec => ({
    kind: 'Groups',
    stage,
    tupleBytes: bytes,
    keyed: keys.length > 0,
    hasRows: storedRow !== undefined,
    each: hasWholeGroups,
    slots,
  });
  const region = (code: Emitter) => code.inPrologue(() => code.load('i32.load', code.frame, slots + STATE_REGION));
  const table = (code: Emitter) => code.inPrologue(() => code.op('i32.add', code.frame, code.i32(slots)));

  /** Emits the addition of a group to those that were seen. */
  const append = (group: Value, code: Emitter): Value => {
    const count = code.load('i32.load', code.frame, slots + COUNT);
    const groups = code.load('i32.load', code.frame, slots + GROUPS);
    code.store('i32.store', code.op('i32.add', groups, code.op('i32.shl', count, code.i32(2))), group);
    code.store('i32.store', code.frame, code.op('i32.add', count, code.i32(1)), slots + COUNT);
    return group;
  };

  const mergeGroups = (stageCode: StageCode): void =>
    forEachTuple(stageCode.function('merge_groups', ['i32', 'i32']), bytes, (from, code) => {
      if (keys.length === 0) {
        code.if(
          code.load('i32.load', code.frame, slots + COUNT),
          () => emitMerge(states, code.load('i32.load', code.load('i32.load', code.frame, slots + GROUPS)), from, region(code), code),
          () => void append(from, code),
        );
        return;
      }
      emitFindOrInsert(
        table(code),
        code.load('i32.load', from, GROUP_HASH),
        keys.map(({ type }, i) => ({ type, key: loadField(fields[i], from, code) })),
        fields,
        () => undefined,
        () => append(from, code),
        (group) => emitMerge(states, group, from, region(code), code),
        code,
      );
    });

  const mergeRows = (stageCode: StageCode, { tuple, columns: stored }: NonNullable<GroupLayout['row']>): void =>
    forEachTuple(stageCode.function('merge_rows', ['i32', 'i32']), tuple.bytes, (from, code) => {
      const loads = fieldLoads(
        stored.map(({ id }, i) => ({ id, field: tuple.fields[i] })),
        from,
        code,
      );
      const context = { code, stage: stageCode, row: newRow(code, loads) };
      const groupKeys = groupKeysOf(keys, context);
      const hash32 = code.load('i32.load', from, GROUP_HASH);
      const insert = (): Value => {
        const group = emitNewTuple(code.op('i32.add', code.frame, code.i32(slots + MADE)), bytes, code);
        code.store('i32.store', group, hash32, GROUP_HASH);
        // Rows stay as long as the query, and their strings with them; those of computed keys do not.
        groupKeys.forEach(({ key }, i) =>
          keys[i].expr.kind === 'Column'
            ? storeFieldInPlace(fields[i], group, key, code)
            : storeField(fields[i], group, key, region(code), code),
        );
        emitInit(states, group, region(code), code);
        return append(group, code);
      };
      const group = emitFindOrInsert(
        table(code),
        hash32,
        groupKeys,
        fields,
        () => undefined,
        insert,
        () => undefined,
        code,
      );
      emitUpdate(states, group, region(code), context);
    });

  return {
    spec: spec(),
    partitions,
    dependsOn: [stage],
    columns,
    prepare(stageCode) {
      slots = stageCode.layout.reserve(SLOT_BYTES);
      mergeGroups(stageCode);
      if (storedRow !== undefined) mergeRows(stageCode, storedRow);
      if (keys.length === 0) {
        const code = stageCode.function('init', ['i32']);
        emitInit(states, code.param(0), region(code), code);
      }
      return spec();
    },
    loads(code, index) {
      const rows = code.inPrologue(() => code.load('i32.load', code.frame, slots + ROWS));
      const tuple = code.load('i32.load', code.op('i32.add', rows, code.op('i32.shl', index, code.i32(2))));
      const loads = new Map<ColumnId, () => NullableValue>();
      keys.forEach(({ id, expr }, i) => {
        const stays = storedRow === undefined || expr.kind === 'Column' ? true : undefined;
        loads.set(id, () => ({ ...loadField(fields[i], tuple, code), stays }));
      });
      aggregates.forEach((item, i) => loads.set(item.id, () => emitFinish(item, tuple, states.offsets[i], code)));
      return loads;
    },
  };
}

/** Emits the loop over `count` tuples one after the other, the parameters of a function. */
function forEachTuple(code: Emitter, bytes: number, body: (tuple: Value, code: Emitter) => void): void {
  const at = code.variable('i32', code.param(0));
  const end = code.op('i32.add', code.param(0), code.op('i32.mul', code.param(1), code.i32(bytes)));
  code.while(
    () => code.op('i32.lt_u', code.get(at), end),
    () => {
      const tuple = code.get(at);
      body(tuple, code);
      code.set(at, code.op('i32.add', tuple, code.i32(bytes)));
    },
  );
}

export function openGroupSource({ stage, tupleBytes, keyed, hasRows, each, slots }: GroupSourceSpec, task: Task): Source {
  const { arena, frame, taskRegion, batchRows } = task;
  const { kernels, u32, u8 } = arena;
  const at = frame + slots;
  const ranges = each ? 1 : task.stage.partitions;
  const inputs = each ? [task.partition] : Array.from({ length: task.partitionsOf(stage) }, (_, partition) => partition);
  let groups = 0;
  let count = -1;
  let read = 0;

  const merge = (): void => {
    const partitions = inputs
      .map((partition) => {
        const list = task.output(stage, partition) + (each ? 0 : TUPLE_LIST_BYTES * task.partition);
        const rows = hasRows ? list + TUPLE_LIST_BYTES * ranges : 0;
        return { list, groups: tupleCount(arena, list), rowList: rows, rows: hasRows ? tupleCount(arena, rows) : 0 };
      })
      .filter(({ groups: held, rows }) => held + rows > 0);
    const most = partitions.reduce((sum, { groups: held, rows }) => sum + held + rows, 0);
    groups = kernels.region_alloc(taskRegion, 4 * Math.max(1, most)) >>> 0;
    u32[(at + GROUPS) >>> 2] = groups;
    u32[(at + COUNT) >>> 2] = 0;
    u32[(at + STATE_REGION) >>> 2] = taskRegion;
    if (keyed && partitions.length === 1 && partitions[0].rows === 0) {
      // One partition's groups are all different.
      for (const block of blocksOf(arena, partitions[0].list)) {
        kernels.tuples_addresses(block, tupleBytes, groups + 4 * u32[(at + COUNT) >>> 2]);
        u32[(at + COUNT) >>> 2] += blockTuples(arena, block);
      }
    } else if (partitions.length > 0) {
      if (keyed) kernels.groups_init(at, taskRegion, Math.max(...partitions.map(({ groups: held }) => held)));
      if (hasRows) initTupleList(arena, at + MADE, tupleBytes, taskRegion);
      for (const { list, rowList, rows } of partitions) {
        mergeBlocks('merge_groups', list);
        if (rows > 0) mergeBlocks('merge_rows', rowList);
      }
      if (keyed) kernels.groups_free(at);
    } else if (!keyed) makeOnlyGroup();
    count = u32[(at + COUNT) >>> 2];
  };
  const mergeBlocks = (name: 'merge_groups' | 'merge_rows', list: number): void => {
    for (const block of blocksOf(arena, list)) {
      task.exports[name](frame, block + TUPLE_BLOCK_HEADER, blockTuples(arena, block));
      kernels.region_reset(u32[(frame + FRAME_TEMP_REGION) >>> 2]);
      task.checkCancelled();
    }
  };
  /** No partition at all: the aggregates of no rows. */
  const makeOnlyGroup = (): void => {
    const tuple = kernels.region_alloc(taskRegion, tupleBytes) >>> 0;
    u8.fill(0, tuple, tuple + tupleBytes);
    task.exports.init(frame, tuple);
    u32[groups >>> 2] = tuple;
    u32[(at + COUNT) >>> 2] = 1;
  };

  return {
    next() {
      if (count < 0) merge();
      const rows = Math.min(batchRows, count - read);
      u32[(at + ROWS) >>> 2] = groups + 4 * read;
      read += rows;
      return rows;
    },
    close() {},
  };
}
