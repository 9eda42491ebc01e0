import { InternalError } from '../../errors.js';
import type { OpenSource, Source, Task } from '../run/task.js';
import { openChunkSource, type ChunkSourceSpec } from './chunk-source.js';
import { openGroupSource, type GroupSourceSpec } from './group-source.js';
import { openJoinTuplesSource, type JoinTuplesSourceSpec } from './join-tuples.js';
import { openSliceSource, type SliceSourceSpec } from './limit.js';
import { openNothingSource, type NothingSourceSpec } from './nothing.js';
import { openScanSource, type ScanSourceSpec } from './scan.js';
import { openOneRowSource, type OneRowSourceSpec } from './one-row.js';
import { openSeriesSource, type SeriesSourceSpec } from './series.js';
import { openSortedSource, type SortedSourceSpec } from './sorted-source.js';
import { openValuesSource, type ValuesSourceSpec } from './values.js';
import { openWindowSource, type WindowSourceSpec } from './window-source.js';

/** Every kind of source; plain data. */
export type SourceSpec =
  | ChunkSourceSpec
  | GroupSourceSpec
  | JoinTuplesSourceSpec
  | NothingSourceSpec
  | ScanSourceSpec
  | OneRowSourceSpec
  | SeriesSourceSpec
  | SliceSourceSpec
  | SortedSourceSpec
  | ValuesSourceSpec
  | WindowSourceSpec;

const OPEN: { readonly [K in SourceSpec['kind']]: OpenSource<Extract<SourceSpec, { kind: K }>> } = {
  Chunks: openChunkSource,
  Groups: openGroupSource,
  JoinTuples: openJoinTuplesSource,
  Nothing: openNothingSource,
  Scan: openScanSource,
  OneRow: openOneRowSource,
  Series: openSeriesSource,
  Slice: openSliceSource,
  Sorted: openSortedSource,
  Values: openValuesSource,
  Window: openWindowSource,
};

export function openSource(spec: SourceSpec, task: Task): Source {
  const open = OPEN[spec.kind] as OpenSource<SourceSpec> | undefined;
  if (open === undefined) throw new InternalError(`no source ${spec.kind}`);
  return open(spec, task);
}
