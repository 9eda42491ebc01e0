import type { PipelineColumn, SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { fieldLoads } from '../wasm/tuple.js';
import { mergeRuns, publishedRuns, type Run } from './sort-entries.js';
import { ENTRY_BYTES, ENTRY_TUPLE, sortFunctions } from './sort-functions.js';
import { runsOfRange } from './sort-ranges.js';
import type { SortedRows } from './sort-tuple.js';

/** Merges this task's range of the runs that a sorting stage published, and reads `limit` rows after `offset`; these need a single task. */
export interface SortedSourceSpec {
  readonly kind: 'Sorted';
  readonly stage: number;
  /** Frame offset of the sort functions' slots, and of the address of the batch's first entry. */
  readonly slots: number;
  readonly first: number;
  readonly limit: number;
  readonly offset: number;
}

export function sortedSource(
  stage: number,
  rows: SortedRows,
  { limit = Infinity, offset = 0, partitions = 1 }: { readonly limit?: number; readonly offset?: number; readonly partitions?: number },
): SourceDraft {
  let slots = 0;
  let first = 0;
  const columns: PipelineColumn[] = rows.columns.map(({ column }) => column);
  const spec = (): SortedSourceSpec => ({ kind: 'Sorted', stage, slots, first, limit, offset });
  return {
    spec: spec(),
    partitions,
    dependsOn: [stage],
    columns,
    prepare(stageCode) {
      // Runs come in partition order, and an earlier partition's rows arrived earlier.
      slots = sortFunctions({ ...rows, byArrival: false }, 'source', stageCode);
      first = stageCode.layout.reserve(4);
      return spec();
    },
    loads(code, index) {
      const entries = code.inPrologue(() => code.load('i32.load', code.frame, first));
      const tuple = code.load('i32.load', code.op('i32.add', entries, code.op('i32.mul', index, code.i32(ENTRY_BYTES))), ENTRY_TUPLE);
      return fieldLoads(
        rows.columns.map(({ column, field }) => ({ id: column.id, field })),
        tuple,
        code,
      );
    },
  };
}

const ANY_BIT = 0xffffffffffffffffn;

export function openSortedSource({ stage, slots, first, limit, offset }: SortedSourceSpec, task: Task): Source {
  let run: Run | undefined;
  let at = offset;
  return {
    next() {
      run ??= mergeRuns(task, { end: 'source', slots }, runsOfRange(publishedRuns(task, stage), ANY_BIT, task), limit + offset);
      const count = Math.max(0, Math.min(task.batchRows, run.count - at));
      task.arena.u32[(task.frame + first) >>> 2] = run.address + ENTRY_BYTES * at;
      at += count;
      return count;
    },
    close() {},
  };
}
