import { InternalError } from '../../errors.js';
import type { OpenSink, Sink, Task } from '../run/task.js';
import { openChunkSink, type ChunkSinkSpec } from './chunk-sink.js';
import { openGroupSink, type GroupSinkSpec } from './group-sink.js';

/** Every kind of sink; plain data. */
export type SinkSpec = ChunkSinkSpec | GroupSinkSpec;

const OPEN: { readonly [K in SinkSpec['kind']]: OpenSink<Extract<SinkSpec, { kind: K }>> } = {
  Chunks: openChunkSink,
  Groups: openGroupSink,
};

export function openSink(spec: SinkSpec, task: Task): Sink {
  const open = OPEN[spec.kind] as OpenSink<SinkSpec> | undefined;
  if (open === undefined) throw new InternalError(`no sink ${spec.kind}`);
  return open(spec, task);
}
