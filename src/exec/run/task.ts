import type { Arena } from '../../data/arena.js';
import type { ScanMeasure } from '../../storage/formats/format.js';
import type { QueryProgram, StageProgram } from '../program.js';
import type { ResultBlock } from '../result-block.js';

/** One (stage, partition) as a worker runs it; sources and sinks work through it. */
export interface Task {
  readonly arena: Arena;
  readonly program: QueryProgram;
  readonly stage: StageProgram;
  readonly partition: number;
  readonly batchRows: number;
  /** Address of the frame (exec/wasm/frame.ts). */
  readonly frame: number;
  /** Lives until the query ends: outputs are allocated here. */
  readonly outputRegion: number;
  /** Lives until the task ends. */
  readonly taskRegion: number;
  /** Where a scan counts what it reads, for EXPLAIN ANALYZE. */
  readonly scanMeasure: ScanMeasure | undefined;
  /** The functions that this source or this sink added to the stage's module. */
  readonly exports: Readonly<Record<string, (...args: number[]) => void>>;
  /** Takes a block of the query's result; raises 53200 when results outside the arena would be larger than it. */
  handOver(block: ResultBlock): void;
  /** What a task of an earlier stage published. */
  output(stage: number, partition: number): number;
  /** How many tasks an earlier stage has. */
  partitionsOf(stage: number): number;
  /** Throws 57014 when the query is cancelled, or quietly ends this worker's part when another task failed. */
  checkCancelled(): void;
}

/** Feeds a pipeline: `next` puts a batch behind the frame's descriptors (or its own frame slots) and returns its rows, 0 at the end. */
export interface Source {
  next(): number;
  /** Rows read so far, of a source that leaves some out of its batches. */
  rowsRead?(): number;
  close(): void;
}

/** Takes a pipeline's rows in compiled code; `finish` returns the address that the task publishes (0: nothing). */
export interface Sink {
  /** True when no further row matters; asked before every batch. */
  isFull?(): boolean;
  finish(): number;
  /** Called by compiled code when its rows must leave before the next one. */
  handOver?(): void;
}

export type OpenSource<Spec> = (spec: Spec, task: Task) => Source;
export type OpenSink<Spec> = (spec: Spec, task: Task) => Sink;
