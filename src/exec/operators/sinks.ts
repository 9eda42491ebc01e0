import { InternalError } from '../../errors.js';
import type { OpenSink, Sink, Task } from '../run/task.js';
import { openChunkSink, type ChunkSinkSpec } from './chunk-sink.js';
import { openEffectSink, type EffectSinkSpec } from './effect-sink.js';
import { openGroupSink, type GroupSinkSpec } from './group-sink.js';
import type { JoinBuildSpec } from './join-build.js';
import { openJoinBuildSink } from './join-build-sink.js';
import { openJoinTableSink, type JoinTableSpec } from './join-table.js';
import { openLimitSink, type LimitSinkSpec } from './limit.js';
import { openResultSink, type ResultSinkSpec } from './result-sink.js';
import { openSortSink, type SortSinkSpec } from './sort-sink.js';
import { openTopNSink, type TopNSinkSpec } from './top-n-sink.js';

/** Every kind of sink; plain data. */
export type SinkSpec =
  | ChunkSinkSpec
  | EffectSinkSpec
  | GroupSinkSpec
  | JoinBuildSpec
  | JoinTableSpec
  | LimitSinkSpec
  | ResultSinkSpec
  | SortSinkSpec
  | TopNSinkSpec;

const OPEN: { readonly [K in SinkSpec['kind']]: OpenSink<Extract<SinkSpec, { kind: K }>> } = {
  Chunks: openChunkSink,
  Effect: openEffectSink,
  Groups: openGroupSink,
  JoinBuild: openJoinBuildSink,
  JoinTable: openJoinTableSink,
  Limit: openLimitSink,
  Result: openResultSink,
  Sort: openSortSink,
  TopN: openTopNSink,
};

export function openSink(spec: SinkSpec, task: Task): Sink {
  const open = OPEN[spec.kind] as OpenSink<SinkSpec> | undefined;
  if (open === undefined) throw new InternalError(`no sink ${spec.kind}`);
  return open(spec, task);
}
