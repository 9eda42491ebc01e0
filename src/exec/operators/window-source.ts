import type { ColumnId, Frame } from '../../planner/logical/expr.js';
import type { OutputColumn } from '../../planner/logical/plan.js';
import type { PipelineColumn, SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { FRAME_TEMP_REGION } from '../wasm/frame.js';
import { leadingBits } from '../wasm/sort-prefix.js';
import { fieldLoads, type TupleField } from '../wasm/tuple.js';
import { mergeRuns, publishedRuns, type Run } from './sort-entries.js';
import { ENTRY_BYTES, ENTRY_TUPLE, sortFunctions } from './sort-functions.js';
import { runsOfRange } from './sort-ranges.js';
import type { SortedRows } from './sort-tuple.js';
import { aggregateItem, type WindowAggregate, type WindowItemCode } from './window-aggregate.js';
import { frameCode, type FrameCode } from './window-frame.js';
import { functionItem, type WindowFunctionCall } from './window-function.js';
import { boundsFunction, emitPeerGroups } from './window-peers.js';
import {
  BATCH_FIRST,
  forRows,
  GROUP_OF,
  GROUP_STARTS,
  PARTITION_END,
  PARTITION_FIRST,
  PARTITION_REGION,
  PARTITION_ROWS,
  peersOf,
  RESULT_REGION,
  ROW_REGION,
  tupleAt,
  WINDOW_SLOT_BYTES,
  type WindowContext,
} from './window-rows.js';

/** Merges this task's range of the sorted runs, computes the window's items partition by partition into the rows' tuples, and reads the rows in sorted order. */
export interface WindowSourceSpec {
  readonly kind: 'Window';
  readonly stage: number;
  readonly sortSlots: number;
  readonly slots: number;
  /** The bits of a prefix that tell partitions apart: a partition is in one range. */
  readonly partitionBits: bigint;
}

/** What a window computes: an aggregate over a frame, or a window function. */
export type WindowItemCall = ({ readonly kind: 'aggregate' } & WindowAggregate) | ({ readonly kind: 'window' } & WindowFunctionCall);

export interface WindowOutput {
  readonly column: OutputColumn;
  readonly call: WindowItemCall;
}

/** Rows computed between two looks at whether the query is cancelled. */
const PIECE = 1 << 14;

export function windowSource(
  stage: number,
  rows: SortedRows,
  partitionKeys: number,
  inputColumns: readonly PipelineColumn[],
  outputs: readonly WindowOutput[],
  ranges: number,
): SourceDraft {
  let sortSlots = 0;
  let slots = 0;
  const passed = new Set(inputColumns.map(({ id }) => id));
  const columns: { readonly id: ColumnId; readonly field: TupleField }[] = [
    ...rows.columns.filter(({ column }) => passed.has(column.id)).map(({ column, field }) => ({ id: column.id, field })),
    ...outputs.map(({ column, call }) => ({ id: column.id, field: call.field })),
  ];
  const partitionBits = partitionKeys === 0 ? 0n : leadingBits(rows.keys[0].type, rows.keys[0].field.nullOffset !== undefined);
  const spec = (): WindowSourceSpec => ({ kind: 'Window', stage, sortSlots, slots, partitionBits });
  return {
    spec: spec(),
    partitions: partitionBits === 0n ? 1 : ranges,
    dependsOn: [stage],
    columns: columns.map(({ id, field }) => ({ id, type: field.type, nullable: field.nullOffset !== undefined })),
    prepare(stageCode) {
      sortSlots = sortFunctions(rows, 'source', stageCode);
      slots = stageCode.layout.reserve(WINDOW_SLOT_BYTES);
      const context = (name: string, params: readonly 'i32'[]): WindowContext => ({
        code: stageCode.function(name, params),
        stage: stageCode,
        rows,
        slots,
        partitionKeys,
      });
      boundsFunction(context('bounds', ['i32', 'i32']));
      computeFunctions(outputs, context);
      return spec();
    },
    loads(code, index) {
      const first = code.inPrologue(() => code.load('i32.load', code.frame, slots + BATCH_FIRST));
      const tuple = code.load('i32.load', code.op('i32.add', first, code.op('i32.mul', index, code.i32(ENTRY_BYTES))), ENTRY_TUPLE);
      return fieldLoads(columns, tuple, code);
    },
  };
}

/** Adds `begin(frame)`, once per partition, and `compute(frame, from, to)` for its rows, in order. */
function computeFunctions(outputs: readonly WindowOutput[], newContext: (name: string, params: readonly 'i32'[]) => WindowContext): void {
  const begin = newContext('begin', []);
  const frames = new Map<Frame, FrameCode>();
  const items = outputs.map(({ call }): { readonly frame: Frame; readonly code: WindowItemCode } => {
    if (!frames.has(call.frame)) frames.set(call.frame, frameCode(call.frame, begin));
    return { frame: call.frame, code: call.kind === 'aggregate' ? aggregateItem(call, begin) : functionItem(call, begin) };
  });
  emitPeerGroups(begin);
  for (const frame of frames.values()) frame.begin(begin);
  for (const { code } of items) code.begin(begin);

  const context = newContext('compute', ['i32', 'i32']);
  const { code } = context;
  forRows(code.param(0), code.param(1), code, (row) => {
    const tuple = tupleAt(context, row);
    const peers = peersOf(context, row);
    const bounds = new Map([...frames].map(([frame, its]) => [frame, its.bounds(context, row, tuple, peers)] as const));
    for (const item of items) item.code.row(context, row, tuple, bounds.get(item.frame)!, peers);
  });
}

export function openWindowSource({ stage, sortSlots, slots, partitionBits }: WindowSourceSpec, task: Task): Source {
  const {
    arena: { kernels, u32 },
    frame,
    taskRegion,
    batchRows,
    exports,
  } = task;
  const at = (frame + slots) >>> 2;
  const regions = [PARTITION_REGION, ROW_REGION].map((offset) => {
    const region = kernels.region_new(task.program.owner) >>> 0;
    u32[at + (offset >>> 2)] = region;
    return region;
  });
  u32[at + (RESULT_REGION >>> 2)] = taskRegion;
  let run: Run | undefined;
  let computed = 0;
  let read = 0;

  const start = (): Run => {
    const merged = mergeRuns(
      task,
      { end: 'source', slots: sortSlots },
      runsOfRange(publishedRuns(task, stage), partitionBits, task),
      Infinity,
    );
    for (const offset of [GROUP_STARTS, GROUP_OF])
      u32[at + (offset >>> 2)] = kernels.region_alloc(taskRegion, 4 * (merged.count + 1)) >>> 0;
    return merged;
  };
  const computePartition = ({ address, count }: Run): void => {
    const first = address + ENTRY_BYTES * computed;
    exports.bounds(frame, first, address + ENTRY_BYTES * count);
    const rows = (u32[at + (PARTITION_END >>> 2)] - first) / ENTRY_BYTES;
    u32[at + (PARTITION_FIRST >>> 2)] = first;
    u32[at + (PARTITION_ROWS >>> 2)] = rows;
    for (const region of regions) kernels.region_reset(region);
    exports.begin(frame);
    for (let from = 0; from < rows; from += PIECE) {
      exports.compute(frame, from, Math.min(rows, from + PIECE));
      kernels.region_reset(u32[(frame + FRAME_TEMP_REGION) >>> 2]);
      task.checkCancelled();
    }
    computed += rows;
  };

  return {
    next() {
      run ??= start();
      while (computed < run.count && computed - read < batchRows) computePartition(run);
      const count = Math.min(batchRows, run.count - read);
      u32[at + (BATCH_FIRST >>> 2)] = run.address + ENTRY_BYTES * read;
      read += count;
      return count;
    },
    close() {
      for (const region of regions) kernels.region_free(region);
    },
  };
}
