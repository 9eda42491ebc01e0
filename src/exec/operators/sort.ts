import type { PhysicalSort } from '../../planner/physical/plan.js';
import type { PipelineDraft, StageBuilder } from '../compile/draft.js';
import { mergeRanges } from './sort-ranges.js';
import { sortSink } from './sort-sink.js';
import { sortedSource } from './sorted-source.js';

/** Sorts each partition, then merges them range by range; rows that are equal in all keys keep their order. */
export function compileSort({ input: plan, keys, estimatedRows }: PhysicalSort, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(plan);
  const sink = sortSink(keys, input.columns);
  const stage = builder.close(input, sink, 'Sort');
  const source = sortedSource(stage, sink.rows(), { partitions: mergeRanges(estimatedRows, input.source.partitions) });
  return { source, steps: [], columns: source.columns };
}
