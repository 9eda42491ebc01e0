import type { PhysicalLimit } from '../../planner/physical/plan.js';
import type { PipelineColumn, PipelineDraft, SinkDraft, SourceDraft, StageBuilder } from '../compile/draft.js';
import type { Sink, Source, Task } from '../run/task.js';
import { columnLoads } from '../wasm/columns.js';
import { FRAME_DESCRIPTORS } from '../wasm/frame.js';
import { CHUNK_HEADER_BYTES, chunkSink, openChunkSink, type ChunkSinkSpec } from './chunk-sink.js';
import { chunksOf, inputLists } from './chunk-source.js';

/** Stores the first `rows` rows of a partition, and none when earlier partitions already have as many. */
export interface LimitSinkSpec {
  readonly kind: 'Limit';
  readonly chunks: ChunkSinkSpec;
  readonly rows: number;
  /** Frame offset of the number of rows stored so far (i64). */
  readonly stored: number;
}

/** Reads `limit` rows after `offset` of what a stage's tasks stored, in order. */
export interface SliceSourceSpec {
  readonly kind: 'Slice';
  readonly stage: number;
  readonly limit: number;
  readonly offset: number;
  /** Frame offset of the batch's first row within its chunk. */
  readonly first: number;
}

/** Rows in input order: each partition stores no more than could be wanted, and stops reading when it has them. */
export function compileLimit({ input: plan, limit, offset }: PhysicalLimit, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(plan);
  const sink = limitSink(input.columns, limit + offset);
  const stage = builder.close(input, sink, 'Limit');
  const source = sliceSource(stage, sink.columns(), limit, offset);
  return { source, steps: [], columns: source.columns };
}

function limitSink(columns: readonly PipelineColumn[], rows: number): SinkDraft & { readonly columns: () => readonly PipelineColumn[] } {
  const chunks = chunkSink(columns);
  let stored = 0;
  return {
    columns: chunks.columns,
    emit(context) {
      const { code, stage } = context;
      stored = stage.layout.reserve(8);
      const count = code.load('i64.load', code.frame, stored);
      const most = code.i64(BigInt(Math.min(rows, Number.MAX_SAFE_INTEGER)));
      code.if(code.op('i64.lt_u', count, most), () => {
        chunks.emit(context);
        code.store('i64.store', code.frame, code.op('i64.add', count, code.i64(1n)), stored);
      });
    },
    spec: (): LimitSinkSpec => ({ kind: 'Limit', chunks: chunks.spec() as ChunkSinkSpec, rows, stored }),
  };
}

const LIST_OLDER_ROWS = 16;
const LIST_NEWEST_ROWS = 4;

/** Rows of a finished chunk list. */
const listRows = (task: Task, list: number): number =>
  Number(task.arena.view.getBigUint64(list + LIST_OLDER_ROWS, true)) +
  (task.arena.u32[list >>> 2] === 0 ? 0 : task.arena.u32[(list + LIST_NEWEST_ROWS) >>> 2]);

export function openLimitSink({ chunks, rows, stored }: LimitSinkSpec, task: Task): Sink {
  const { arena, frame, partition, stage } = task;
  const sink = openChunkSink(chunks, task);
  /** Rows of the partitions before this one, as far as they are complete. */
  const earlier = (): number => {
    let sum = 0;
    for (let i = 0; i < partition; i++) {
      const list = task.output(stage.id, i);
      if (list !== 0) sum += listRows(task, list);
    }
    return sum;
  };
  return {
    isFull: () => rows !== Infinity && (Number(arena.view.getBigUint64(frame + stored, true)) >= rows || earlier() >= rows),
    finish: () => sink.finish(),
  };
}

function sliceSource(stage: number, columns: readonly PipelineColumn[], limit: number, offset: number): SourceDraft {
  let first = 0;
  const spec = (): SliceSourceSpec => ({ kind: 'Slice', stage, limit, offset, first });
  return {
    spec: spec(),
    partitions: 1,
    dependsOn: [stage],
    columns,
    prepare(stageCode) {
      first = stageCode.layout.reserve(4);
      return spec();
    },
    loads(code, index) {
      const base = code.inPrologue(() => code.load('i32.load', code.frame, first));
      return columnLoads(columns, false, code.op('i32.add', index, base), code);
    },
  };
}

export function openSliceSource({ stage, limit, offset, first }: SliceSourceSpec, task: Task): Source {
  const { arena, frame } = task;
  const chunks = chunksOf(inputLists([stage], false, task), arena);
  let skip = offset;
  let left = limit;
  return {
    next() {
      while (left > 0) {
        const { value: chunk, done } = chunks.next();
        if (done) return 0;
        const rows = arena.u32[chunk >>> 2];
        if (skip >= rows) {
          skip -= rows;
          continue;
        }
        const count = Math.min(left, rows - skip);
        arena.u32[(frame + FRAME_DESCRIPTORS) >>> 2] = chunk + CHUNK_HEADER_BYTES;
        arena.u32[(frame + first) >>> 2] = skip;
        skip = 0;
        left -= count;
        return count;
      }
      return 0;
    },
    close() {},
  };
}
