import { InternalError } from '../../errors.js';
import type { SortKey } from '../../planner/logical/expr.js';
import type { PipelineColumn, SinkDraft } from '../compile/draft.js';
import type { Sink, Task } from '../run/task.js';
import { FRAME_OUTPUT_REGION } from '../wasm/frame.js';
import { emitNewTuple, TUPLE_LIST_BYTES } from '../wasm/tuple.js';
import { publishRun, sortEntries, type SortSpec } from './sort-entries.js';
import { ENTRY_BYTES, sortFunctions } from './sort-functions.js';
import { emitSortKeys, emitStoreTuple, type SortedRows } from './sort-tuple.js';
import { blocksOf, blockTuples, initTupleList } from './tuple-list.js';

/** Stores a partition's rows and publishes them as one sorted run of entries. */
export interface SortSinkSpec extends SortSpec {
  readonly kind: 'Sort';
  /** Frame offset of the list of tuples. */
  readonly list: number;
  readonly tupleBytes: number;
}

/** A sink draft that knows, once it is compiled, how its rows are stored. */
export type SortingSink = SinkDraft & { readonly rows: () => SortedRows };

/** `extras` are sizes of areas that each tuple has besides. */
export function sortSink(keys: readonly SortKey[], columns: readonly PipelineColumn[], extras: readonly number[] = []): SortingSink {
  let rows: SortedRows | undefined;
  let list = 0;
  let slots = 0;
  const known = (): SortedRows => {
    if (rows === undefined) throw new InternalError('the sink is not compiled yet');
    return rows;
  };
  return {
    rows: known,
    emit(context) {
      const { code, stage } = context;
      const row = emitSortKeys(keys, columns, extras, false, context);
      rows = row.rows;
      list = stage.layout.reserve(TUPLE_LIST_BYTES);
      const head = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(list)));
      const region = code.inPrologue(() => code.load('i32.load', code.frame, FRAME_OUTPUT_REGION));
      const address = emitNewTuple(head, rows.bytes, code);
      code.store('i64.store', address, row.prefix);
      emitStoreTuple(rows, row.keyValues, address, region, context);
    },
    functions(stage) {
      slots = sortFunctions(known(), 'sink', stage);
    },
    spec: (): SortSinkSpec => ({
      kind: 'Sort',
      list,
      tupleBytes: known().bytes,
      sort: { end: 'sink', slots },
      exact: known().undecided === keys.length,
    }),
  };
}

export function openSortSink(spec: SortSinkSpec, task: Task): Sink {
  const { arena, outputRegion, taskRegion } = task;
  const { kernels } = arena;
  const list = task.frame + spec.list;
  initTupleList(arena, list, spec.tupleBytes, outputRegion);
  return {
    finish() {
      const count = kernels.tuples_finish(list) >>> 0;
      if (count === 0) return publishRun(task, { address: 0, count });
      const entries = kernels.region_alloc(outputRegion, ENTRY_BYTES * count) >>> 0;
      const scratch = kernels.region_alloc(taskRegion, ENTRY_BYTES * count) >>> 0;
      let out = entries;
      for (const block of blocksOf(arena, list)) {
        kernels.sort_entries(block, spec.tupleBytes, out);
        out += ENTRY_BYTES * blockTuples(arena, block);
      }
      const sorted = sortEntries(task, spec, entries, scratch, count);
      // The scratch area goes with the task.
      if (sorted !== entries) arena.u8.copyWithin(entries, sorted, sorted + ENTRY_BYTES * count);
      return publishRun(task, { address: entries, count });
    },
  };
}
