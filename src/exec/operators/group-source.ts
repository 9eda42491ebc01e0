import type { NullableValue } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { PhysicalHashAggregate } from '../../planner/physical/plan.js';
import type { PipelineColumn, SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';
import type { StageCode } from '../wasm/stage-code.js';
import { fieldLoads, loadField, TUPLE_LIST_BYTES } from '../wasm/tuple.js';
import { emitFinish, emitInit, emitMerge } from './aggregate-states.js';
import type { GroupLayout } from './group-sink.js';
import { emitFindOrInsert, GROUP_HASH, GROUP_TABLE_BYTES } from './group-table.js';
import { blocksOf, blockTuples, tupleCount, TUPLE_BLOCK_HEADER } from './tuple-list.js';

/**
 * Merges what group sinks published for this task's range of the hash, in partition order, and reads the groups in the order in which they
 * were first seen. Groups of the first partition that has one are merged into, so that nothing is copied.
 */
export interface GroupSourceSpec {
  readonly kind: 'Groups';
  readonly stage: number;
  readonly tupleBytes: number;
  readonly keyed: boolean;
  /** Frame offset of the slots below. */
  readonly slots: number;
}

/** Frame slots: the directory's head, then these. `GROUPS`: addresses of the groups so far; `ROWS`: those of the batch. */
const GROUPS = GROUP_TABLE_BYTES;
const COUNT = GROUPS + 4;
const ROWS = GROUPS + 8;
const STATE_REGION = GROUPS + 12;
const SLOT_BYTES = GROUPS + 16;

export function groupSource(
  { keys, aggregates }: PhysicalHashAggregate,
  { tuple: { fields, bytes }, states }: GroupLayout,
  stage: number,
  partitions: number,
): SourceDraft {
  let slots = 0;
  const columns: PipelineColumn[] = [
    ...keys.map(({ id, type }, i) => ({ id, type, nullable: fields[i].nullOffset !== undefined })),
    ...aggregates.map(({ id, type }) => ({ id, type, nullable: true })),
  ];
  const spec = (): GroupSourceSpec => ({ kind: 'Groups', stage, tupleBytes: bytes, keyed: keys.length > 0, slots });
  const region = (code: Emitter) => code.inPrologue(() => code.load('i32.load', code.frame, slots + STATE_REGION));

  const mergeFunction = (stageCode: StageCode): void => {
    const code = stageCode.function('source_merge', ['i32', 'i32']);
    const tuple = code.variable('i32', code.param(0));
    const end = code.op('i32.add', code.param(0), code.op('i32.mul', code.param(1), code.i32(bytes)));
    code.while(
      () => code.op('i32.lt_u', code.get(tuple), end),
      () => {
        const from = code.get(tuple);
        const append = () => {
          const count = code.load('i32.load', code.frame, slots + COUNT);
          const groups = code.load('i32.load', code.frame, slots + GROUPS);
          code.store('i32.store', code.op('i32.add', groups, code.op('i32.shl', count, code.i32(2))), from);
          code.store('i32.store', code.frame, code.op('i32.add', count, code.i32(1)), slots + COUNT);
          return from;
        };
        if (keys.length === 0) {
          code.if(
            code.load('i32.load', code.frame, slots + COUNT),
            () => emitMerge(states, code.load('i32.load', code.load('i32.load', code.frame, slots + GROUPS)), from, region(code), code),
            () => void append(),
          );
        } else {
          const table = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(slots)));
          const groupKeys = keys.map(({ type }, i) => ({ type, key: loadField(fields[i], from, code) }));
          const hash32 = code.load('i32.load', from, GROUP_HASH);
          emitFindOrInsert(
            table,
            hash32,
            groupKeys,
            fields,
            false,
            append,
            (group) => emitMerge(states, group, from, region(code), code),
            code,
          );
        }
        code.set(tuple, code.op('i32.add', from, code.i32(bytes)));
      },
    );
  };

  return {
    spec: spec(),
    partitions,
    dependsOn: [stage],
    columns,
    prepare(stageCode) {
      slots = stageCode.layout.reserve(SLOT_BYTES);
      mergeFunction(stageCode);
      if (keys.length === 0) {
        const code = stageCode.function('source_init', ['i32']);
        emitInit(states, code.param(0), region(code), code);
      }
      return spec();
    },
    loads(code, index) {
      const rows = code.inPrologue(() => code.load('i32.load', code.frame, slots + ROWS));
      const tuple = code.load('i32.load', code.op('i32.add', rows, code.op('i32.shl', index, code.i32(2))));
      const loads = new Map<ColumnId, () => NullableValue>(
        fieldLoads(
          keys.map(({ id }, i) => ({ id, field: fields[i] })),
          tuple,
          code,
        ),
      );
      aggregates.forEach((item, i) => loads.set(item.id, () => emitFinish(item, tuple, states.offsets[i], code)));
      return loads;
    },
  };
}

export function openGroupSource({ stage, tupleBytes, keyed, slots }: GroupSourceSpec, task: Task): Source {
  const { arena, frame, taskRegion, batchRows } = task;
  const { kernels, u32, u8 } = arena;
  const at = frame + slots;
  let groups = 0;
  let count = -1;
  let read = 0;

  const merge = (): void => {
    const lists = Array.from(
      { length: task.partitionsOf(stage) },
      (_, partition) => task.output(stage, partition) + TUPLE_LIST_BYTES * task.partition,
    );
    const most = lists.reduce((sum, list) => sum + tupleCount(arena, list), 0);
    groups = kernels.region_alloc(taskRegion, 4 * Math.max(1, most)) >>> 0;
    u32[(at + GROUPS) >>> 2] = groups;
    u32[(at + COUNT) >>> 2] = 0;
    u32[(at + STATE_REGION) >>> 2] = taskRegion;
    const filled = lists.filter((list) => tupleCount(arena, list) > 0);
    if (keyed && filled.length <= 1) {
      // One partition's groups are all different.
      for (const block of filled.flatMap((list) => [...blocksOf(arena, list)])) {
        kernels.tuples_addresses(block, tupleBytes, groups + 4 * u32[(at + COUNT) >>> 2]);
        u32[(at + COUNT) >>> 2] += blockTuples(arena, block);
      }
    } else {
      if (keyed) kernels.groups_init(at, taskRegion, most);
      for (const list of filled) {
        for (const block of blocksOf(arena, list)) {
          task.exports.source_merge(frame, block + TUPLE_BLOCK_HEADER, blockTuples(arena, block));
          task.checkCancelled();
        }
      }
      if (keyed) kernels.groups_free(at);
      else if (filled.length === 0) makeOnlyGroup();
    }
    count = u32[(at + COUNT) >>> 2];
  };
  /** No partition at all: the aggregates of no rows. */
  const makeOnlyGroup = (): void => {
    const tuple = kernels.region_alloc(taskRegion, tupleBytes) >>> 0;
    u8.fill(0, tuple, tuple + tupleBytes);
    task.exports.source_init(frame, tuple);
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
