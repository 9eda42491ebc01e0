import type { SqlType } from '../data/types.js';
import type { SinkSpec } from './operators/sinks.js';
import type { SourceSpec } from './operators/sources.js';
import type { FrameInit } from './wasm/frame.js';
import type { HostCall } from './wasm/stage-code.js';

/** A query as workers run it: plain data, posted once per worker. */
export interface QueryProgram {
  /** Owner tag of every block of the query. */
  readonly owner: number;
  /** Address of the control block (exec/scheduler/control.ts). */
  readonly control: number;
  /** In topological order: a stage only depends on earlier ones. */
  readonly stages: readonly StageProgram[];
  readonly batchRows: number;
  readonly nowMicros: bigint;
  readonly timeZone: string;
}

/** WebAssembly that each thread compiles when it first meets the key. */
export interface StageModule {
  /** Its own in this process; a query that is compiled to the same bytes later may have another. */
  readonly key: number;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/**
 * One stage: `partitions` tasks that may run in any order once the stages of `dependsOn` are complete. Each task publishes one address, its
 * output, which later stages read by (stage, partition); what it means is between this stage's sink and the readers' source.
 */
export interface StageProgram {
  readonly id: number;
  /** For EXPLAIN ANALYZE and errors. */
  readonly name: string;
  readonly partitions: number;
  readonly dependsOn: readonly number[];
  readonly module: StageModule;
  readonly frameBytes: number;
  readonly inits: readonly FrameInit[];
  readonly hostCalls: readonly HostCall[];
  readonly nestedTypes: readonly SqlType[];
  readonly source: SourceSpec;
  readonly sink: SinkSpec;
  /** For EXPLAIN ANALYZE: frame offsets of what the tasks count (i64). */
  readonly counts?: readonly number[];
}
