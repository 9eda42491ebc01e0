import type { Arena } from '../../data/arena.js';
import type { PipelineColumn, SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { FRAME_DESCRIPTORS } from '../wasm/frame.js';
import { columnLoads } from '../wasm/columns.js';
import { CHUNK_HEADER_BYTES, CHUNK_LIST_FIRST, CHUNK_NEXT } from './chunk-sink.js';

/**
 * Reads what chunk sinks of earlier stages published. `each`: the inputs' partitions one after the other are this stage's partitions;
 * otherwise its only partition reads all of them, in that order.
 */
export interface ChunkSourceSpec {
  readonly kind: 'Chunks';
  readonly stages: readonly number[];
  readonly each: boolean;
}

/** `columns` in the order in which they were stored, under the ids they have here. */
export function chunkSource(stages: readonly number[], columns: readonly PipelineColumn[], partitions: number | 'all'): SourceDraft {
  return {
    spec: { kind: 'Chunks', stages, each: partitions !== 'all' },
    partitions: partitions === 'all' ? 1 : partitions,
    dependsOn: stages,
    columns,
    loads: (code, index) => columnLoads(columns, false, index, code),
  };
}

/** The first chunk of each list that a task reads, in order. */
export function inputLists(stages: readonly number[], each: boolean, task: Task): number[] {
  const lists = stages.flatMap((stage) => Array.from({ length: task.partitionsOf(stage) }, (_, partition) => [stage, partition] as const));
  return (each ? [lists[task.partition]] : lists).map(([stage, partition]) => task.output(stage, partition));
}

/** The addresses of all non-empty chunks of some lists, in order. A list of address 0 is empty. */
export function* chunksOf(lists: readonly number[], arena: Arena): Generator<number, undefined> {
  for (const list of lists) {
    for (
      let chunk = list === 0 ? 0 : arena.u32[(list + CHUNK_LIST_FIRST) >>> 2];
      chunk !== 0;
      chunk = arena.u32[(chunk + CHUNK_NEXT) >>> 2]
    ) {
      if (arena.u32[chunk >>> 2] > 0) yield chunk;
    }
  }
  return undefined;
}

export function openChunkSource(spec: ChunkSourceSpec, task: Task): Source {
  const { arena, frame } = task;
  const chunks = chunksOf(inputLists(spec.stages, spec.each, task), arena);
  return {
    next() {
      const { value: chunk, done } = chunks.next();
      if (done) return 0;
      arena.u32[(frame + FRAME_DESCRIPTORS) >>> 2] = chunk + CHUNK_HEADER_BYTES;
      return arena.u32[chunk >>> 2];
    },
    close() {},
  };
}
